using NotebookKit.Files;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Files.Fuzz;

public class CsvFuzz(ITestOutputHelper output) : FormatFuzz(output)
{
    protected override byte[][] Seeds =>
    [
        "a,b,c\n1,2.5,x\n\"2\",-1e3,\"a \"\"b\"\", c\"\n3,,y\n"u8.ToArray(), "a,b,c\r\n1,2,x\r\n"u8.ToArray(), [0xEF, 0xBB, 0xBF, .. "a,b,c\n9,8,ä\n"u8],
    ];

    protected override void Read(byte[] file)
    {
        foreach (CsvRow row in new CsvSource(PlainText.Decode(file, "fuzz"), "fuzz").RowsBelow("a", "b", "c"))
        {
            row.Whole(0, "a", 100);
            row.Number(1, "b", mayBeMissing: true);
        }
    }
}

public class JsonFuzz(ITestOutputHelper output) : FormatFuzz(output)
{
    protected override byte[][] Seeds =>
    [
        """[{"a": 1.5, "b": "x"}, {"a": null, "b": "."}]"""u8.ToArray(), """[{"a": -2e3, "b": "\u00e4", "c": [1, {"d": true}]}]"""u8.ToArray(),
    ];

    protected override void Read(byte[] file)
    {
        foreach (JsonRecord record in JsonRecords.Read((file, "fuzz")))
        {
            record.Number("a");
            record.Text("b");
            record.Category("b", ["x", "ä"]);
        }
    }
}

public class GzipFuzz(ITestOutputHelper output) : FormatFuzz(output)
{
    protected override byte[][] Seeds => [TempFolder.Gzip("plain words, and words again, and plain"u8.ToArray()), TempFolder.Gzip(new byte[10_000])];

    protected override void Read(byte[] file) => GzipFile.ReadAllBytes(GzipFile.Unpack(new MemoryStream(file)), "fuzz", 100_000);
}
