enum InterfaceRoom {}
