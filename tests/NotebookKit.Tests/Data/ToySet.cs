using System.Security.Cryptography;
using NotebookKit.Data;
using NotebookKit.Tests.Files;

namespace NotebookKit.Tests.Data;

/// <summary>A data set of one file that tests can put anywhere, right or wrong.</summary>
internal static class ToySet
{
    public static readonly byte[] Content = MakeContent();

    public static readonly byte[] Packed = TempFolder.Gzip(Content);

    /// <summary>A row of the table for the toy, with its addresses.</summary>
    public static DatasetInfo Info(params string[] urls) => new("toy", "shelf", "A toy.", "CC0", "Nobody.", File("toy.bin", urls));

    public static DataFileInfo File(string name, params string[] urls) =>
        new(name, Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)), urls);

    private static byte[] MakeContent()
    {
        var content = new byte[300_000];
        new Random(4).NextBytes(content);
        return content;
    }
}
