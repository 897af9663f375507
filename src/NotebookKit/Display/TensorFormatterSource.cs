namespace NotebookKit.Display;

/// <summary>A tensor in a notebook: its numbers as NumPy prints them, and below, for floats, the range and mean.</summary>
public sealed class TensorFormatterSource : FormatterSource<Tensor>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Tensor, string> Write)> Forms =>
    [
        ("text/html", tensor => Html.Pre(tensor.ToString()) + Statistics(tensor)),
        ("text/plain", tensor => tensor.ToString()),
    ];

    private static string Statistics(Tensor tensor)
    {
        if (tensor.Count < 2 || !tensor.DType.IsFloat() || tensor.Storage.Released)
        {
            return string.Empty;
        }

        double[] values = tensor.ToArray<double>();
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return $"<div style=\"opacity:.75\">min {values.Min():G4}, max {values.Max():G4}, mean {mean:G4}, standard deviation {deviation:G4}</div>";
    }
}
