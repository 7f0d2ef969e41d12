
      export type PossibleTypesResultData = {
  "possibleTypes": {
    "CustomFieldValue": [
      "BooleanValue",
      "DateTimeValue",
      "MoneyValue",
      "NumberValue",
      "OptionValue",
      "StringValue"
    ],
    "Node": [
      "Company",
      "Contact",
      "User"
    ]
  }
};
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "CustomFieldValue": [
      "BooleanValue",
      "DateTimeValue",
      "MoneyValue",
      "NumberValue",
      "OptionValue",
      "StringValue"
    ],
    "Node": [
      "Company",
      "Contact",
      "User"
    ]
  }
};
      export default result;
    