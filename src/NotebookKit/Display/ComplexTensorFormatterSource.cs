namespace NotebookKit.Display;

/// <summary>Complex numbers: a few in full as a + bi, more of them part by part, with their magnitudes as statistics.</summary>
public sealed class ComplexTensorFormatterSource : FormatterSource<ComplexTensor>
{
    private const int InFull = 32;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<ComplexTensor, string> Write)> Forms => [("text/html", value => Html.Pre(Words(value))), ("text/plain", Words)];

    private static string Words(ComplexTensor value)
    {
        if (value.Real.IsGone || value.Imaginary.IsGone)
        {
            return $"complex tensor {value.Shape}, whose buffer went back to the pool";
        }

        if (value.Shape.Rank > 1 || value.Real.Count > InFull)
        {
            return value.ToString();
        }

        IEnumerable<string> numbers = Enumerable.Range(0, value.Real.Count).Select(i => Number(TensorWalk.At(value.Real, i), TensorWalk.At(value.Imaginary, i)));
        return $"[{string.Join(", ", numbers)}]  {value.Shape} complex {value.DType}";
    }

    private static string Number(double a, double b) =>
        $"{NumberWords.Short(a)} {(b < 0 ? "-" : "+")} {NumberWords.Short(Math.Abs(b))}i";
}
