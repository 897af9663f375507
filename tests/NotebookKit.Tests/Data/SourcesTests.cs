using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NotebookKit.Files;

namespace NotebookKit.Tests.Data;

public class SourcesTests
{
    private const long LargestFile = 100_000_000;

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(RealData.Folder, "SOURCES.md"));

    /// <summary>File, size, origin, licence, authors, content, hash: the cells of every row that ends with a hash.</summary>
    private static readonly string[][] Rows =
    [
        .. Lines.Where(line => Regex.IsMatch(line, @"\| `[0-9a-f]{64}` \|$"))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void Every_row_is_a_file_of_the_stated_size_and_hash()
    {
        Assert.All(Rows, row =>
        {
            Assert.Equal(7, row.Length);
            Assert.All(row[2..6], cell => Assert.NotEmpty(cell));
            var path = Path.Combine(RealData.Folder, row[0].Trim('`'));
            Assert.True(File.Exists(path), $"{row[0]} is listed but not there");
            Assert.Equal(row[1], new FileInfo(path).Length.ToString("N0", CultureInfo.InvariantCulture));
            Assert.Equal(row[6].Trim('`'), Convert.ToHexStringLower(SHA256.HashData(GzipFile.ReadAllBytes(path, LargestFile))));
        });
    }

    [Fact]
    public void Every_file_has_a_row_and_none_is_too_large()
    {
        var files = Directory.GetFiles(RealData.Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(RealData.Folder, path).Replace('\\', '/'))
            .Where(path => path != "SOURCES.md")
            .Order(StringComparer.Ordinal);

        Assert.Equal(files, Rows.Select(row => row[0].Trim('`')).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.True(new FileInfo(Path.Combine(RealData.Folder, file)).Length <= LargestFile, file));
    }

    [Fact]
    public void Every_licence_text_that_a_row_names_is_there() =>
        Assert.All(
            Regex.Matches(string.Join('\n', Lines), @"LICENSES/[\w.-]*\w").Select(match => match.Value),
            name => Assert.True(File.Exists(Path.Combine(RealData.Folder, name)), name));
}
