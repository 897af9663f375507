namespace NotebookKit.Charts.Drawing;

/// <summary>Estimates how wide a text will be; a static drawing cannot ask the browser.</summary>
/// <remarks>Widths are those of the usual sans-serif faces, rounded up, in parts of the font size.</remarks>
internal static class TextSize
{
    public static double Width(string text, double fontSize) => text.Sum(Share) * fontSize;

    /// <summary>Cuts a text to a width and ends it with an ellipsis; a text that fits comes back unchanged.</summary>
    public static string Shorten(string text, double width, double fontSize)
    {
        if (Width(text, fontSize) <= width)
        {
            return text;
        }

        double left = width - (Share('…') * fontSize);
        int kept = 0;
        while (kept < text.Length && (left -= Share(text[kept]) * fontSize) >= 0)
        {
            kept++;
        }

        // Half of a surrogate pair is not a character.
        kept -= kept > 0 && char.IsHighSurrogate(text[kept - 1]) ? 1 : 0;
        return text[..kept].TrimEnd() + "…";
    }

    private static double Share(char c) => c switch
    {
        >= '\u2E80' => 1.0,
        'i' or 'j' or 'l' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or 'I' => 0.3,
        'f' or 't' or 'r' or ' ' or '(' or ')' or '-' => 0.38,
        'm' or 'w' or 'M' or 'W' or '%' or '@' or '…' => 0.9,
        >= 'A' and <= 'Z' => 0.7,
        _ => 0.58,
    };
}
