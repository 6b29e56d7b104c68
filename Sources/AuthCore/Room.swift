enum AuthCoreRoom {}
