using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Jupyter.Messages;

/// <summary>Messages as frames: envelope, delimiter, signature, header, parent header, metadata, content, buffers.</summary>
/// <remarks>
/// A message counts only if its signature is right (HMAC-SHA256 over the four JSON frames, compared in a time that does
/// not depend on where it differs) and was not used before; everything else reads as null, without a reason that would
/// help a forger. One codec serves all sockets of a kernel, so that nothing can be replayed on another one.
/// </remarks>
internal sealed class MessageCodec(byte[] key)
{
    private const int Remembered = 65_536;
    private const int SignatureLength = 64;
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 128, AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Writing = new() { Encoder = new PlainTextEncoder(), MaxDepth = 256 };
    private static readonly string[] Required = ["msg_id", "msg_type", "session"];
    private readonly Lock gate = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private readonly string session = Guid.NewGuid().ToString();
    private long count;

    private static ReadOnlySpan<byte> Delimiter => "<IDS|MSG>"u8;

    /// <summary>Reads a message; null for one that is malformed, unsigned, wrongly signed or replayed.</summary>
    public JupyterMessage? Read(byte[][] frames)
    {
        var at = Array.FindIndex(frames, frame => frame.AsSpan().SequenceEqual(Delimiter));
        if (at < 0 || frames.Length < at + 6 || !IsSigned(frames.AsSpan(at + 1, 5)) || !IsNew(frames[at + 1]))
        {
            return null;
        }

        return Parse(frames[at + 2]) is { } header && Parse(frames[at + 3]) is { } parent && Parse(frames[at + 4]) is { } metadata && Parse(frames[at + 5]) is { } content
            && IsHeader(header)
            ? new JupyterMessage { Envelope = frames[..at], Header = header, ParentHeader = parent, Metadata = metadata, Content = content }
            : null;
    }

    /// <summary>A message from the kernel.</summary>
    /// <param name="type">What it tells, as <c>execute_reply</c>.</param>
    /// <param name="parent">The request it belongs to; null for none.</param>
    /// <param name="content">What it says.</param>
    /// <param name="envelope">The frames before the signature.</param>
    public byte[][] Write(string type, JupyterMessage? parent, JsonObject content, IReadOnlyList<byte[]> envelope)
    {
        var header = new JsonObject
        {
            ["msg_id"] = $"{session}_{Interlocked.Increment(ref count)}",
            ["msg_type"] = type,
            ["session"] = session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["version"] = JupyterMessage.Version,
        };
        byte[][] parts = [Bytes(header), Bytes(parent?.Header ?? []), Bytes([]), Bytes(content)];
        return [.. envelope, Delimiter.ToArray(), Encoding.ASCII.GetBytes(Sign(parts)), .. parts];
    }

    private static byte[] Bytes(JsonObject part) => JsonSerializer.SerializeToUtf8Bytes(part, Writing);

    private static JsonObject? Parse(byte[] part)
    {
        try
        {
            return JsonNode.Parse(part, documentOptions: Reading) as JsonObject;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsHeader(JsonObject header)
    {
        try
        {
            // Answers repeat it, so all of it must be writable: half a surrogate pair is not.
            Bytes(header);
            return Required.All(name => JupyterMessage.Text(header, name).Length > 0);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool IsSigned(ReadOnlySpan<byte[]> parts) =>
        parts[0].Length == SignatureLength && CryptographicOperations.FixedTimeEquals(parts[0], Encoding.ASCII.GetBytes(Sign(parts[1..])));

    private string Sign(ReadOnlySpan<byte[]> parts)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts)
        {
            hmac.AppendData(part);
        }

        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    private bool IsNew(byte[] signature)
    {
        var text = Encoding.ASCII.GetString(signature);
        lock (gate)
        {
            if (!seen.Add(text))
            {
                return false;
            }

            order.Enqueue(text);
            if (order.Count > Remembered)
            {
                seen.Remove(order.Dequeue());
            }

            return true;
        }
    }
}
