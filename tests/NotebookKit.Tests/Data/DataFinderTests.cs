using NotebookKit.Data;
using NotebookKit.Tests.Files;

namespace NotebookKit.Tests.Data;

public sealed class DataFinderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    private DataFinder Finder(bool offline = false) => new(
        new DataPlaces(folder.At("work", "deep"), [folder.At("one"), folder.At("two")], folder.At("cache"), offline),
        new Downloader(progress: new PlainDownloadProgress(TextWriter.Null)) { Pause = TimeSpan.Zero });

    private static byte[] Damaged()
    {
        var content = (byte[])ToySet.Content.Clone();
        content[0] ^= 1;
        return content;
    }

    [Fact]
    public void The_nearest_place_wins_and_each_place_is_reached_when_those_before_it_are_empty()
    {
        using var server = new TestServer(ToySet.Packed);
        var set = ToySet.Info(server.Url);
        string[][] places =
        [
            ["work", "deep", "data", "shelf", "toy.bin.gz"],
            ["work", "data", "bundle", "shelf", "toy.bin"],
            ["data", "toy", "toy.bin.gz"],
            ["one", "shelf", "toy.bin"],
            ["two", "bundle", "shelf", "toy.bin.gz"],
            ["cache", "shelf", "toy.bin.gz"],
        ];
        OriginKind[] kinds =
        [
            OriginKind.DataFolder, OriginKind.DataFolder, OriginKind.DataFolder,
            OriginKind.EnvironmentFolder, OriginKind.EnvironmentFolder, OriginKind.Cache,
        ];
        foreach (var place in places)
        {
            folder.Write(place[^1].EndsWith(".gz", StringComparison.Ordinal) ? ToySet.Packed : ToySet.Content, place);
        }

        for (var i = 0; i < places.Length; i++)
        {
            var found = Finder().Find(set);
            var origin = found.Origin(3);

            Assert.Equal(new Origin("toy", kinds[i], folder.At(places[i][..^1]), 3), origin);
            Assert.Equal(ToySet.Content, found[0].Content);
            Assert.Equal(folder.At(places[i]), found[0].Path);
            File.Delete(folder.At(places[i]));
        }

        Assert.Empty(server.Requests);
        var downloaded = Finder().Find(set).Origin(3);
        Assert.Equal(OriginKind.Download, downloaded.Kind);
        Assert.Equal(folder.At("cache", "shelf"), downloaded.Path);
        Assert.Equal(OriginKind.Cache, Finder().Find(set).Origin(3).Kind);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("work/data/shelf/toy.bin")]
    [InlineData("one/shelf/toy.bin")]
    public void A_wrong_file_outside_the_cache_is_an_error_and_is_never_touched(string place)
    {
        using var server = new TestServer(ToySet.Packed);
        var path = folder.Write(Damaged(), place.Split('/'));

        var error = Assert.Throws<InvalidDataException>(() => Finder().Find(ToySet.Info(server.Url)));

        Assert.Contains(path, error.Message);
        Assert.Contains("expected content with SHA-256", error.Message);
        Assert.Equal(Damaged(), File.ReadAllBytes(path));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void A_truncated_file_is_named_with_both_lengths()
    {
        var path = folder.Write(ToySet.Content[..1234], "one", "shelf", "toy.bin");

        var error = Assert.Throws<InvalidDataException>(() => Finder().Find(ToySet.Info()));

        Assert.Equal($"{path}: expected 300,000 bytes of content, found 1,234: the file is cut short", error.Message);
    }

    [Fact]
    public void A_wrong_file_in_the_cache_is_removed_and_downloaded_again()
    {
        using var server = new TestServer(ToySet.Packed);
        folder.Write(TempFolder.Gzip(Damaged()), "cache", "shelf", "toy.bin.gz");

        var found = Finder().Find(ToySet.Info(server.Url));

        Assert.Equal(OriginKind.Download, found.Origin(1).Kind);
        Assert.Equal(ToySet.Packed, File.ReadAllBytes(folder.At("cache", "shelf", "toy.bin.gz")));
    }

    [Fact]
    public void A_wrong_file_in_the_cache_is_removed_even_offline_and_the_error_says_so()
    {
        var path = folder.Write(Damaged(), "cache", "shelf", "toy.bin.gz");

        var error = Assert.Throws<FileNotFoundException>(() => Finder(offline: true).Find(ToySet.Info("http://127.0.0.1/file.gz")));

        Assert.False(File.Exists(path));
        Assert.Contains($"removed a damaged file: {path}", error.Message);
    }

    [Fact]
    public void Offline_the_error_names_every_place_and_the_mend_and_asks_no_server()
    {
        using var server = new TestServer(ToySet.Packed);
        Directory.CreateDirectory(folder.At("work", "data"));

        var error = Assert.Throws<FileNotFoundException>(() => Finder(offline: true).Find(ToySet.Info(server.Url)));

        Assert.Contains(folder.At("work", "data", "shelf"), error.Message);
        Assert.Contains(folder.At("one", "shelf"), error.Message);
        Assert.Contains(folder.At("two", "bundle", "shelf"), error.Message);
        Assert.Contains(folder.At("cache", "shelf"), error.Message);
        Assert.Contains("NOTEBOOKKIT_OFFLINE", error.Message);
        Assert.Contains("put toy.bin", error.Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void A_set_without_an_address_says_so()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Finder().Find(ToySet.Info()));

        Assert.Contains("It has no download address", error.Message);
        Assert.DoesNotContain("unsetting", error.Message);
    }

    [Fact]
    public void A_folder_that_lacks_one_of_several_files_is_an_error_outside_the_cache_and_filled_up_in_it()
    {
        using var server = new TestServer(ToySet.Packed);
        var set = new DatasetInfo(
            "toy", "shelf", "Two files.", "CC0", "Nobody.", ToySet.File("a.bin", server.Url), ToySet.File("b.bin", server.Url));
        folder.Write(ToySet.Packed, "cache", "shelf", "a.bin.gz");

        Assert.Equal(OriginKind.Download, Finder().Find(set).Origin(1).Kind);
        Assert.Single(server.Requests);

        folder.Write(ToySet.Content, "one", "shelf", "a.bin");
        var error = Assert.Throws<InvalidDataException>(() => Finder().Find(set));
        Assert.Contains("expected the 2 files of toy, found 1; missing b.bin", error.Message);
    }

    [Fact]
    public void Eight_callers_at_once_download_once()
    {
        using var server = new TestServer(ToySet.Packed);
        var set = ToySet.Info(server.Url);

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            Assert.Equal(ToySet.Content, Finder().Find(set)[0].Content));

        Assert.Single(server.Requests);
    }

    [Fact]
    public void A_cache_that_cannot_be_made_names_the_variable_that_moves_it()
    {
        folder.Write([1], "cache");

        var error = Assert.Throws<IOException>(() => Finder().Find(ToySet.Info("http://127.0.0.1/file.gz")));

        Assert.Contains("NOTEBOOKKIT_CACHE", error.Message);
    }

    [Fact]
    public void The_environment_decides_the_places()
    {
        var none = DataPlaces.From("/w", _ => null, "/home/me/.cache");
        var all = DataPlaces.From("/w", name => name switch
        {
            "NOTEBOOKKIT_DATA" => $"/a{Path.PathSeparator}/b{Path.PathSeparator}",
            "NOTEBOOKKIT_CACHE" => folder.At("own"),
            "NOTEBOOKKIT_OFFLINE" => "1",
            _ => null,
        }, "/home/me/.cache");

        Assert.Equal(Path.Combine("/home/me/.cache", "notebookkit"), none.CacheFolder);
        Assert.False(none.Offline);
        Assert.Empty(none.Folders);
        Assert.Equal(["/a", "/b"], all.Folders);
        Assert.Equal(folder.At("own"), all.CacheFolder);
        Assert.True(all.Offline);
        if (!OperatingSystem.IsWindows())
        {
            string Cache(string xdg) => DataPlaces.From("/w", name => name == "XDG_CACHE_HOME" ? xdg : null, "/c").CacheFolder;
            Assert.Equal("/xdg/notebookkit", Cache("/xdg"));
            Assert.Equal("/c/notebookkit", Cache("relative"));
        }
    }

    [Fact]
    public void An_origin_reads_as_one_line()
    {
        var origin = new Origin("mnist", OriginKind.Cache, "/c/mnist", 70_000, "a subset");

        Assert.Equal("mnist: 70,000 samples, found in /c/mnist (cache); a subset", origin.ToString());
    }

    [Fact]
    public void A_part_of_a_set_is_taken_only_where_the_whole_is_not_at_hand_or_wanted()
    {
        using var server = new TestServer(ToySet.Packed);
        var whole = ToySet.Info(server.Url);
        var part = new DatasetInfo("toy-part", "part", "A part.", "CC0", "Nobody.", ToySet.File("toy.bin"));
        folder.Write(ToySet.Content, "one", "part", "toy.bin");

        var (found, note) = FashionMnistLoader.Choose(Finder(), whole, part, insist: false);
        Assert.Equal("toy-part", found.Origin(1).Dataset);
        Assert.Contains("a subset", note);
        Assert.Empty(server.Requests);

        (found, note) = FashionMnistLoader.Choose(Finder(), whole, part, insist: true);
        Assert.Equal(OriginKind.Download, found.Origin(1).Kind);
        Assert.Empty(note);

        (found, _) = FashionMnistLoader.Choose(Finder(), whole, part, insist: false);
        Assert.Equal(("toy", OriginKind.Cache), (found.Origin(1).Dataset, found.Origin(1).Kind));
    }
}
