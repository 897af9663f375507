namespace NotebookKit.Files;

/// <summary>What a PyTorch file holds.</summary>
/// <param name="Content">
/// The object that was saved, as plain data: a dictionary by text (whole-number keys as text), a list (also for tuples),
/// an <see cref="NpyArray"/>, a long, double, bool, string, byte[] or null.
/// </param>
/// <param name="Arrays">All tensors by their path, such as <c>conv1.weight</c> or <c>model.conv1.weight</c>.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record PyTorchCheckpoint(object? Content, NamedArrays Arrays)
{
    /// <summary>A line for each tensor.</summary>
    public override string ToString() => Arrays.ToString();
}
