using NotebookKit.Data;

namespace NotebookKit.Tests.Data;

public class DatasetTableTests
{
    // The published hashes of the plain idx files, on which several independent catalogues agree.
    [Theory]
    [InlineData(0, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db")]
    [InlineData(1, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5")]
    [InlineData(2, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7")]
    [InlineData(3, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")]
    public void Mnist_here_is_the_canonical_one(int file, string hash)
    {
        Assert.Equal(hash, DatasetTable.Mnist.Files[file].Sha256);
        Assert.Contains($"| `{hash}` |", File.ReadAllText(Path.Combine(RealData.Folder, "SOURCES.md")));
    }

    [Fact]
    public void Every_row_is_complete_and_no_two_share_a_name()
    {
        Assert.Equal(DatasetTable.Everything.Count, DatasetTable.Everything.Select(set => set.Name).Distinct().Count());
        Assert.All(DatasetTable.Everything, set =>
        {
            Assert.NotEmpty(set.Files);
            Assert.All([set.Description, set.Licence, set.Citation], text => Assert.False(string.IsNullOrWhiteSpace(text)));
            Assert.All(set.Files, file =>
            {
                Assert.Matches("^[0-9a-f]{64}$", file.Sha256);
                Assert.True(file.Length > 0);
                Assert.All(file.Urls, url => Assert.True(Uri.IsWellFormedUriString(url, UriKind.Absolute)));
            });
        });
    }

    [Fact]
    public void Every_row_that_the_repository_holds_agrees_with_its_file()
    {
        string[] elsewhere = ["fashion-mnist", "california-housing", "names", "tiny-shakespeare", "english-french", "movie-reviews", "review-sentences", "nottingham", "nuclei", "cifar-10-subset"];
        Assert.All(DatasetTable.All, set =>
            Assert.Equal(!elsewhere.Contains(set.Name), RealData.Finder.FindLocally(set) is not null));
    }
}
