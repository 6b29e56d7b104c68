import ArgumentParser
import Commands
import Terminal

try ProcessHardening.apply()
StokeCommand.main()
