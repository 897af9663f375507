namespace NotebookKit.Files;

/// <summary>What an idx file holds: bytes in a box of one to four dimensions, the last one running fastest.</summary>
/// <param name="Dimensions">The sizes, for example [60000, 28, 28] for images or [60000] for labels.</param>
/// <param name="Values">The bytes, row by row; as many as the product of the sizes.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record IdxData(int[] Dimensions, byte[] Values)
{
    /// <summary>The sizes, in a line.</summary>
    public override string ToString() => $"array [{string.Join(", ", Dimensions)}] of bytes";
}
