using System.Collections.Concurrent;
using NotebookKit.Data;
using NotebookKit.Tests.Files;

namespace NotebookKit.Tests.Data;

public sealed class DownloaderTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Reports reports = new();

    public void Dispose() => folder.Dispose();

    private string Target => folder.At("file.gz");

    private Task DownloadAsync(params string[] urls) =>
        new Downloader(progress: reports) { Pause = TimeSpan.Zero }.DownloadAsync(ToySet.File("toy.bin", urls), Target);

    private void AssertWhole()
    {
        Assert.Equal(ToySet.Packed, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_whole_file_arrives_checked_and_with_progress()
    {
        using var server = new TestServer(ToySet.Packed);

        await DownloadAsync(server.Url);

        AssertWhole();
        Assert.Equal(["/file.gz"], server.Requests);
        Assert.Equal(ToySet.Packed.Length, reports.All.Last().Received);
        Assert.Equal(ToySet.Packed.Length, reports.All.Last().Total);
    }

    [Fact]
    public async Task A_cut_download_is_resumed_where_it_stopped()
    {
        using var server = new TestServer(ToySet.Packed);
        server.Cuts.Enqueue(100_000);

        await DownloadAsync(server.Url);

        AssertWhole();
        Assert.Equal(2, server.Requests.Count);
        var range = server.Requests.Last().Split("bytes=")[1].TrimEnd('-');
        Assert.InRange(int.Parse(range), 1, 100_000);
    }

    [Fact]
    public async Task A_part_left_by_an_earlier_process_is_resumed()
    {
        using var server = new TestServer(ToySet.Packed);
        server.Cuts.Enqueue(50_000);
        server.Cuts.Enqueue(0);
        server.Cuts.Enqueue(0);
        await Assert.ThrowsAsync<IOException>(() => DownloadAsync(server.Url));
        Assert.False(File.Exists(Target));
        var kept = new FileInfo(Assert.Single(Directory.GetFiles(folder.Path, "*.part"))).Length;

        await DownloadAsync(server.Url);

        AssertWhole();
        Assert.EndsWith($"bytes={kept}-", server.Requests.Last());
    }

    [Fact]
    public async Task A_server_without_Range_sends_everything_again_and_the_file_is_still_right()
    {
        using var server = new TestServer(ToySet.Packed) { KnowsRange = false };
        server.Cuts.Enqueue(100_000);

        await DownloadAsync(server.Url);

        AssertWhole();
    }

    [Fact]
    public async Task A_part_that_is_already_too_long_is_thrown_away()
    {
        using var server = new TestServer(ToySet.Packed);
        server.Cuts.Enqueue(10);
        server.Cuts.Enqueue(0);
        server.Cuts.Enqueue(0);
        await Assert.ThrowsAsync<IOException>(() => DownloadAsync(server.Url));
        File.WriteAllBytes(Directory.GetFiles(folder.Path, "*.part").Single(), new byte[ToySet.Packed.Length + 5]);

        await DownloadAsync(server.Url);

        AssertWhole();
    }

    [Fact]
    public async Task A_part_of_another_file_fails_the_check_once_and_is_then_fetched_whole()
    {
        using var server = new TestServer(ToySet.Packed);
        server.Cuts.Enqueue(10);
        server.Cuts.Enqueue(0);
        server.Cuts.Enqueue(0);
        await Assert.ThrowsAsync<IOException>(() => DownloadAsync(server.Url));
        File.WriteAllBytes(Directory.GetFiles(folder.Path, "*.part").Single(), new byte[1000]);

        await DownloadAsync(server.Url);

        AssertWhole();
    }

    [Fact]
    public async Task Wrong_content_is_an_error_with_both_hashes_and_leaves_nothing_behind()
    {
        var other = (byte[])ToySet.Content.Clone();
        other[7] ^= 1;
        using var server = new TestServer(TempFolder.Gzip(other));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => DownloadAsync(server.Url));

        Assert.Contains(server.Url, error.Message);
        Assert.Contains($"expected content with SHA-256 {ToySet.File("x").Sha256}, found ", error.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Truncated_content_is_an_error_with_both_lengths()
    {
        using var server = new TestServer(TempFolder.Gzip(ToySet.Content[..^1]));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => DownloadAsync(server.Url));

        Assert.Contains("expected 300,000 bytes of content, found 299,999", error.Message);
    }

    [Fact]
    public async Task A_server_that_sends_far_too_much_is_stopped()
    {
        using var server = new TestServer(new byte[1_000_000]);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => DownloadAsync(server.Url));

        Assert.Contains("the server sends more", error.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task The_next_mirror_helps_where_one_lacks_the_file_one_lies_and_one_is_broken()
    {
        using var absent = new TestServer(ToySet.Packed) { Status = 404 };
        using var wrong = new TestServer(TempFolder.Gzip(new byte[300_000]));
        using var broken = new TestServer(ToySet.Packed) { Status = 503 };
        using var good = new TestServer(ToySet.Packed);

        await DownloadAsync(absent.Url, wrong.Url, broken.Url, good.Url);

        AssertWhole();
        Assert.Single(absent.Requests);
        Assert.Single(wrong.Requests);
        Assert.Equal(3, broken.Requests.Count);
    }

    [Fact]
    public async Task A_mirror_that_compresses_differently_never_continues_the_part_of_another()
    {
        using var first = new TestServer(ToySet.Packed);
        first.Cuts.Enqueue(1000);
        first.Cuts.Enqueue(0);
        first.Cuts.Enqueue(0);
        using var plain = new TestServer(ToySet.Content);

        await DownloadAsync(first.Url, plain.Url);

        Assert.Equal(["/file.gz"], plain.Requests);
        Assert.Equal(ToySet.Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Failure_everywhere_lists_every_mirror_after_a_bounded_number_of_attempts()
    {
        using var one = new TestServer(ToySet.Packed) { Status = 500 };
        using var two = new TestServer(ToySet.Packed) { Status = 404 };

        var error = await Assert.ThrowsAsync<IOException>(() => DownloadAsync(one.Url, two.Url));

        Assert.Contains(one.Url, error.Message);
        Assert.Contains(two.Url, error.Message);
        Assert.Equal(3, one.Requests.Count);
    }

    [Fact]
    public async Task A_silent_mirror_is_given_up_and_the_next_one_asked()
    {
        using var silent = new TestServer(ToySet.Packed) { Silent = true };
        using var good = new TestServer(ToySet.Packed);
        var impatient = new Downloader(progress: reports)
        {
            Pause = TimeSpan.Zero,
            Attempts = 1,
            Silence = TimeSpan.FromSeconds(1),
        };

        await impatient.DownloadAsync(ToySet.File("toy.bin", silent.Url, good.Url), Target);

        AssertWhole();
    }

    [Fact]
    public async Task A_cancelled_download_stops_and_keeps_its_part_for_later()
    {
        using var server = new TestServer(ToySet.Packed);
        using var cancellation = new CancellationTokenSource();
        var stopping = new Downloader(progress: new Stop(cancellation)) { Pause = TimeSpan.Zero };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => stopping.DownloadAsync(ToySet.File("toy.bin", server.Url), Target, cancellation.Token));

        Assert.False(File.Exists(Target));
    }

    [Fact]
    public void Plain_progress_writes_a_line_a_quarter_not_a_line_a_chunk()
    {
        var text = new StringWriter();
        var progress = new PlainDownloadProgress(text);

        for (var received = 0; received <= 1_000_000; received += 10_000)
        {
            progress.Report(new DownloadProgress("f", "host", received, 1_000_000));
        }

        var lines = text.ToString().TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Contains("Downloading f from host: 0.5 of 1.0 MB", lines[2]);
    }

    private sealed class Reports : IProgress<DownloadProgress>
    {
        public ConcurrentQueue<DownloadProgress> All { get; } = new();

        public void Report(DownloadProgress value) => All.Enqueue(value);
    }

    private sealed class Stop(CancellationTokenSource cancellation) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => cancellation.Cancel();
    }
}
