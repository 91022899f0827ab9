"""Every change that is made to the English after the engine has spoken."""
