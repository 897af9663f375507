using System.Text.Encodings.Web;
using System.Text.Json;

namespace NotebookKit.Host.Protocol;

/// <summary>One message, one line of JSON.</summary>
internal static class ProtocolJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 128,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string Write<T>(T message) => JsonSerializer.Serialize(message, Options);

    /// <summary>Reads a message; null when the line is none (the sender is not trusted).</summary>
    public static T? TryRead<T>(ReadOnlySpan<byte> line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Options);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
