using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace NotebookKit.Data;

/// <summary>Downloads one file: mirrors in turn, a cut download is resumed, nothing unchecked gets its final name.</summary>
/// <param name="handler">The way to the network; tests pass their own, null is the ordinary one.</param>
/// <param name="progress">Who hears about the progress; null writes plain lines to the console.</param>
internal sealed class Downloader(HttpMessageHandler? handler = null, IProgress<DownloadProgress>? progress = null)
{
    private const int ChunkSize = 1 << 17;

    // One handler for the process keeps connections; a client per call is cheap on top of it.
    private static readonly SocketsHttpHandler Network = new() { ConnectTimeout = TimeSpan.FromSeconds(15) };

    private readonly IProgress<DownloadProgress> progress = progress ?? new PlainDownloadProgress();

    /// <summary>How often one mirror is tried before the next.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The pause before the second attempt at a mirror; it doubles each time.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a server may be silent.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Downloads a file to <paramref name="target"/>, checked.</summary>
    /// <exception cref="InvalidDataException">Every mirror that answered sent something else.</exception>
    /// <exception cref="IOException">No mirror could deliver; the message has a line for each failure.</exception>
    public async Task DownloadAsync(DataFileInfo file, string target, CancellationToken cancellation = default)
    {
        using var client = new HttpClient(handler ?? Network, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var failures = new List<Exception>();
        foreach (var url in file.Urls)
        {
            if (await TryMirrorAsync(client, url, file, target, failures, cancellation).ConfigureAwait(false))
            {
                return;
            }
        }

        var lines = string.Join("", failures.Select(failure => "\n  " + failure.Message));
        var message = $"{file.Name} could not be downloaded:{lines}";
        throw failures.TrueForAll(failure => failure is InvalidDataException)
            ? new InvalidDataException(message, failures[^1])
            : new IOException(message, failures[^1]);
    }

    private async Task<bool> TryMirrorAsync(
        HttpClient client, string url, DataFileInfo file, string target, List<Exception> failures, CancellationToken cancellation)
    {
        // A part belongs to its address: another mirror may have compressed the same content differently.
        var tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)).AsSpan(0, 4));
        var part = $"{target}.{tag}.part";
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var resumed = File.Exists(part);
            try
            {
                await FetchAsync(client, url, file, part, cancellation).ConfigureAwait(false);
                ContentCheck.Read(part, file);
                File.Move(part, target, overwrite: true);
                return true;
            }
            catch (InvalidDataException wrong)
            {
                File.Delete(part);
                failures.Add(new InvalidDataException($"{url}: {wrong.Message}", wrong));
                if (!resumed)
                {
                    // A whole download with the wrong content will be wrong again.
                    return false;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or TimeoutException)
            {
                failures.Add(new IOException($"{url}: {failure.Message}", failure));
                if (failure is HttpRequestException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError })
                {
                    return false;
                }
            }

            if (attempt < Attempts)
            {
                await Task.Delay(Pause * (1 << (attempt - 1)), cancellation).ConfigureAwait(false);
            }
        }

        return false;
    }

    private async Task FetchAsync(HttpClient client, string url, DataFileInfo file, string part, CancellationToken cancellation)
    {
        var start = File.Exists(part) ? new FileInfo(part).Length : 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (start > 0)
        {
            request.Headers.Range = new RangeHeaderValue(start, null);
        }

        using var response = await Hurry(
            token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            File.Delete(part);
            throw new IOException($"the server has no bytes after {start:N0}; starting over");
        }

        response.EnsureSuccessStatusCode();
        if (response.StatusCode != HttpStatusCode.PartialContent)
        {
            // The server does not know Range and sends the whole file again.
            start = 0;
        }
        else if (response.Content.Headers.ContentRange?.From is { } from && from != start)
        {
            File.Delete(part);
            throw new IOException($"asked for bytes from {start:N0}, got them from {from:N0}; starting over");
        }

        await SaveAsync(response, file, new Uri(url).Host, part, start, cancellation).ConfigureAwait(false);
    }

    private async Task SaveAsync(
        HttpResponseMessage response, DataFileInfo file, string host, string part, long start, CancellationToken cancellation)
    {
        // Compression can add a little to data that does not compress, never more than this.
        var limit = file.Length + (file.Length / 100) + 4096;
        var total = start + response.Content.Headers.ContentLength;
        using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var output = new FileStream(part, start == 0 ? FileMode.Create : FileMode.Append, FileAccess.Write, FileShare.None);
        var buffer = new byte[ChunkSize];
        progress.Report(new DownloadProgress(file.Name, host, start, total));
        for (var received = start; ;)
        {
            var count = await Hurry(token => body.ReadAsync(buffer, token).AsTask(), cancellation).ConfigureAwait(false);
            if (count == 0)
            {
                return;
            }

            received += count;
            if (received > limit)
            {
                throw new InvalidDataException($"expected at most {limit:N0} bytes, the server sends more");
            }

            await output.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            progress.Report(new DownloadProgress(file.Name, host, received, total));
        }
    }

    private async Task<T> Hurry<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Silence);
        try
        {
            return await step(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"the server was silent for {Silence.TotalSeconds:F0} s");
        }
    }
}
