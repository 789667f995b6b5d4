print("spasm")
