using System.Text.Encodings.Web;

namespace NotebookKit.Host.Documents;

/// <summary>Escapes only what JSON demands (quotes, backslashes, control characters), as nbformat does; the built-in encoders also escape emoji.</summary>
internal sealed class PlainTextEncoder : JavaScriptEncoder
{
    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var span = new ReadOnlySpan<char>(text, textLength);
        for (var i = 0; i < span.Length; i++)
        {
            if (char.IsSurrogate(span[i]))
            {
                if (i + 1 == span.Length || !char.IsSurrogatePair(span[i], span[i + 1]))
                {
                    return i;
                }

                i++;
            }
            else if (WillEncode(span[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\';

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var target = new Span<char>(buffer, bufferLength);
        return unicodeScalar switch
        {
            '"' => target.TryWrite($"\\\"", out numberOfCharactersWritten),
            '\\' => target.TryWrite($"\\\\", out numberOfCharactersWritten),
            '\n' => target.TryWrite($"\\n", out numberOfCharactersWritten),
            '\r' => target.TryWrite($"\\r", out numberOfCharactersWritten),
            '\t' => target.TryWrite($"\\t", out numberOfCharactersWritten),
            _ => target.TryWrite($"\\u{unicodeScalar:x4}", out numberOfCharactersWritten),
        };
    }
}
