using System.Text;
using NotebookKit.Files;

namespace NotebookKit.Tests.Files;

public class CsvSourceTests
{
    private static CsvRow Last(string text) => new CsvSource(text, "t.csv").Rows().Last();

    [Fact]
    public void A_bad_number_is_named_with_file_line_and_field()
    {
        var error = Assert.Throws<InvalidDataException>(() => Last("1,2\n3,x\n").Number(1, "width"));

        Assert.Equal("t.csv, line 2, field 2 (width): expected a number, found \"x\"", error.Message);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("")]
    [InlineData("1,5")]
    public void What_is_no_finite_number_is_refused(string field) =>
        Assert.Throws<InvalidDataException>(() => Last($"0,\"{field}\"\n").Number(1, "x"));

    [Fact]
    public void A_missing_number_is_NaN_only_where_that_is_allowed()
    {
        Assert.True(double.IsNaN(Last("1,\n").Number(1, "x", mayBeMissing: true)));
        Assert.Throws<InvalidDataException>(() => Last("1,\n").Number(1, "x"));
    }

    [Fact]
    public void Another_header_and_another_number_of_fields_are_refused()
    {
        var header = Assert.Throws<InvalidDataException>(() => new CsvSource("a,c\n1,2\n", "t.csv").RowsBelow("a", "b").Count());
        var fields = Assert.Throws<InvalidDataException>(() => new CsvSource("a,b\n1,2\n1\n", "t.csv").RowsBelow("a", "b").Count());

        Assert.Contains("line 1, field 2 (header): expected \"b\", found \"c\"", header.Message);
        Assert.Contains("line 3: expected 2 fields, found 1", fields.Message);
    }

    [Fact]
    public void Bad_quotes_are_named_with_file_and_line() =>
        Assert.StartsWith("t.csv, line 2: bad quotes", Assert.Throws<InvalidDataException>(() => Last("1,2\n3,x\"y\n")).Message);

    [Fact]
    public void Bytes_that_are_not_utf8_are_named_with_their_offset()
    {
        Assert.Contains("offset 2", Assert.Throws<InvalidDataException>(() => PlainText.Decode([65, 66, 0xFF], "t.txt")).Message);
        Assert.Equal("é", PlainText.Decode([.. Encoding.UTF8.Preamble, .. "é"u8], "t.txt"));
    }

    [Fact]
    public void A_bad_json_field_is_named_with_record_and_field()
    {
        var records = JsonRecords.Read(("""[{"a": 1}, {"a": "x"}]"""u8.ToArray(), "t.json"));

        Assert.Equal(1, records[0].Number("a"));
        Assert.Contains("t.json, record 2, field a: expected a number or null, found \"x\"", Assert.Throws<InvalidDataException>(() => records[1].Number("a")).Message);
        Assert.Contains("expected a field b", Assert.Throws<InvalidDataException>(() => records[1].Number("b")).Message);
        Assert.Contains("t.json, line 1: not JSON", Assert.Throws<InvalidDataException>(() => JsonRecords.Read(("[{"u8.ToArray(), "t.json"))).Message);
    }
}
