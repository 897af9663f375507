namespace NotebookKit.Files;

/// <summary>An array as files hold it: sizes, and the numbers with the last axis fastest.</summary>
/// <param name="Sizes">The sizes of the axes; none for a single number.</param>
/// <param name="Values">float[], double[], long[], byte[] or bool[]; Half[] to be written.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record NpyArray(int[] Sizes, Array Values)
{
    /// <summary>The sizes and the kind of number, in a line.</summary>
    public override string ToString() => $"array [{string.Join(", ", Sizes)}] of {Values.GetType().GetElementType()!.Name}";
}
