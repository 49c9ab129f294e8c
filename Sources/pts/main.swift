print("pts")
