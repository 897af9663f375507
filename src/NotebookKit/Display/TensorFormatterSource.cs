namespace NotebookKit.Display;

/// <summary>A tensor in a notebook: its numbers as NumPy prints them, what they are like, how they are distributed, and a picture where it has the shape of one.</summary>
public sealed class TensorFormatterSource : FormatterSource<Tensor>
{
    private const int MostLines = 24;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Tensor, string> Write)> Forms =>
    [
        ("text/html", Page),
        ("text/plain", Words),
    ];

    private static string Page(Tensor tensor)
    {
        if (tensor.IsGone)
        {
            return Html.Pre(tensor.ToString()) + Html.Note("Keep() inside the scope takes a tensor out of it.");
        }

        tensor = tensor.Hosted;
        string numbers = Numbers(tensor.ToString()) + (About(tensor) is { Length: > 0 } about ? Html.Note(about) : string.Empty);
        if (tensor.Count < 2)
        {
            return numbers;
        }

        TensorStatistics statistics = TensorStatistics.Of(tensor);
        string line = Html.Note(Describe(tensor, statistics));
        if (TensorPicture.Of(tensor, statistics) is { } picture)
        {
            line += Html.Picture(picture.Figure.ToSvg()) + Html.Note(picture.Note);
        }

        return numbers + line + (tensor.DType == DType.Bool ? string.Empty : HistogramStrip.Draw(tensor, statistics));
    }

    // Many lines of numbers would push the picture off the page: they open at a click.
    private static string Numbers(string text)
    {
        int lines = text.Count(c => c == '\n') + 1;
        return lines <= MostLines ? Html.Pre(text)
            : $"<details><summary>{Html.Text(text[(text.LastIndexOf(']', text.LastIndexOf(']') - 1) + 1)..].Trim())}, the numbers</summary>{Html.Pre(text)}</details>";
    }

    private static string Words(Tensor tensor)
    {
        tensor = tensor.IsGone ? tensor : tensor.Hosted;
        string text = tensor.ToString();
        return tensor.IsGone || tensor.Count < 2 ? text : $"{text}\n{Describe(tensor, TensorStatistics.Of(tensor))}";
    }

    /// <summary>The range, the mean and what is missing, in a line.</summary>
    internal static string Describe(Tensor tensor, in TensorStatistics statistics)
    {
        // An axis that repeats its numbers was gone through once: the shares are the same.
        long seen = statistics.Finite + statistics.NotNumbers + statistics.Infinite;
        double times = seen == 0 ? 1 : (double)tensor.Count / seen;
        if (tensor.DType == DType.Bool)
        {
            return $"{Math.Round((statistics.Finite - statistics.Zeros) * times):N0} of {tensor.Count:N0} are true";
        }

        List<string> parts = statistics.Finite == 0 ? [] :
        [
            $"min {NumberWords.Short(statistics.Smallest)}", $"max {NumberWords.Short(statistics.Largest)}",
            $"mean {NumberWords.Short(statistics.Mean)}", $"standard deviation {NumberWords.Short(statistics.Deviation)}",
        ];
        Add(statistics.Zeros, "zero", tensor.Count >= 100 && statistics.Zeros * 4 >= seen);
        Add(statistics.NotNumbers, "NaN", true);
        Add(statistics.Infinite, "infinite", true);
        return string.Join(", ", parts);

        void Add(long count, string what, bool matters)
        {
            if (count > 0 && matters)
            {
                parts.Add($"{Math.Round(count * times):N0} of {tensor.Count:N0} {(count * times > 1.5 ? "are" : "is")} {what}");
            }
        }
    }

    private static string About(Tensor tensor)
    {
        List<string> parts = [];
        if (tensor is Parameter)
        {
            parts.Add("a parameter");
        }
        else if (tensor.RequiresGrad)
        {
            parts.Add(tensor.History is { } node ? $"made by {node.Name}" : "gradients flow here");
        }

        if (tensor.RequiresGrad && tensor.Grad is { } gradient && !gradient.IsGone)
        {
            parts.Add($"its gradient: {Describe(gradient, TensorStatistics.Of(gradient))}");
        }

        if (!tensor.IsContiguous)
        {
            parts.Add($"a view with strides [{string.Join(", ", tensor.Strides.ToArray())}]");
        }

        return string.Join("; ", parts);
    }
}
