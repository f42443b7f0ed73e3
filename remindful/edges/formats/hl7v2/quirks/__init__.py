"""What systems do otherwise than HL7 v2 says of who gives care. Each quirk gets one repetition of a field of type XCN."""
