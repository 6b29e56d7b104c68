enum CommandsRoom {}
