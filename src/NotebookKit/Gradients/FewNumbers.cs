using System.Globalization;

namespace NotebookKit.Gradients;

/// <summary>A tensor in a few characters: its numbers while they are few, else their range.</summary>
internal static class FewNumbers
{
    private const int Most = 4;

    /// <summary>The text; "?" for a tensor that is not known.</summary>
    public static string Of(Tensor? tensor)
    {
        if (tensor is null)
        {
            return "?";
        }

        double[] values = tensor.Detach().ToArray<double>();
        return values.Length switch
        {
            0 => "none",
            1 => Text(values[0]),
            <= Most => $"[{string.Join(", ", values.Select(Text))}]",
            _ => $"{Text(values.Min())} to {Text(values.Max())}",
        };
    }

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
