import Commands

StokeProgram.run()
