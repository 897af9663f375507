namespace NotebookKit.Host.Jupyter;

/// <summary>Jupyter counts a cursor in code points, C# in UTF-16 units; an emoji is one and two.</summary>
internal static class CodePoints
{
    /// <summary>The place in UTF-16 units; clipped to the text.</summary>
    public static int Place(string text, int codePoints)
    {
        var at = 0;
        for (var left = codePoints; left > 0 && at < text.Length; left--)
        {
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
        }

        return at;
    }

    /// <summary>How many code points stand before a place.</summary>
    public static int Count(string text, int place)
    {
        var count = 0;
        for (var at = 0; at < place && at < text.Length; count++)
        {
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
        }

        return count;
    }
}
