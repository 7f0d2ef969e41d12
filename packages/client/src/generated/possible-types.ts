
      export type PossibleTypesResultData = {
  "possibleTypes": {
    "CustomFieldValue": [
      "BooleanValue",
      "DateTimeValue",
      "DateValue",
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
      "DateValue",
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
    