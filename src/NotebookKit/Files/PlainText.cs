using System.Text;

namespace NotebookKit.Files;

/// <summary>Turns bytes into text, strictly: a byte that is not UTF-8 is an error with its offset, not a question mark.</summary>
internal static class PlainText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes UTF-8, with or without a byte order mark.</summary>
    public static string Decode(byte[] content, string file)
    {
        var start = content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        try
        {
            return Strict.GetString(content, start, content.Length - start);
        }
        catch (DecoderFallbackException bad)
        {
            throw new InvalidDataException($"{file}: expected UTF-8, found another byte at offset {start + bad.Index}", bad);
        }
    }

    /// <summary>The lines that are not blank, without white space around them.</summary>
    public static string[] Lines(byte[] content, string file) =>
        Decode(content, file).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
