using NotebookKit.Charts;
using NotebookKit.Data;

namespace NotebookKit.Display;

/// <summary>A data set in a notebook: what it is and where it was found, how many of each class, and the first examples as pictures or rows.</summary>
public sealed class DatasetFormatterSource : FormatterSource<Dataset>
{
    private const int MostPictures = 20;
    private const int MostRows = 5;
    private const int MostColumns = 12;
    private const int MostClasses = 20;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Dataset, string> Write)> Forms =>
    [
        ("text/html", Page),
        ("text/plain", data => IsGone(data) ? Gone(data) : $"{data}\n{Classes(data)}"),
    ];

    /// <summary>The set as HTML.</summary>
    internal static string Page(Dataset data)
    {
        if (IsGone(data))
        {
            return Html.Pre(Gone(data));
        }

        string about = Html.Heading(data.ToString()) + Html.Note(Classes(data));
        return data.Count == 0 ? about : about + Examples(data.Inputs, data.Labels, data.ClassNames);
    }

    /// <summary>Some examples with their labels: pictures where they are ones, else rows of a table.</summary>
    internal static string Examples(Tensor inputs, Tensor labels, IReadOnlyList<string>? names)
    {
        string Name(int i)
        {
            // Targets of several numbers an example are no caption.
            if (labels.Rank > 1 && labels.Count != labels.Shape[0])
            {
                return $"{labels.Count / labels.Shape[0]:N0} numbers";
            }

            if (labels.DType.IsFloat())
            {
                return NumberWords.Short(TensorWalk.At(labels, i));
            }

            int label = (int)TensorWalk.At(labels, i);
            return names is not null && label >= 0 && label < names.Count ? names[label] : $"{label}";
        }

        int count = inputs.Shape[0];
        if (inputs.Rank == 4 && inputs.Shape[1] is 1 or 3)
        {
            Tensor first = inputs.Detach()[..Math.Min(MostPictures, count)];
            Caption[] captions = [.. Enumerable.Range(0, first.Shape[0]).Select(i => (Caption)Name(i))];
            if (TensorPicture.Of(first, TensorStatistics.Of(first), captions) is { } picture)
            {
                return Html.Picture((picture.Figure with { Description = $"The first {first.Shape[0]} examples: {string.Join(", ", captions.Select(caption => Html.Shortened(caption.Text, 30)))}" }).ToSvg())
                    + Html.Note($"the first {first.Shape[0]} of {count:N0}; {picture.Note}");
            }
        }

        int columns = inputs.Count / count;
        int shown = Math.Min(MostColumns, columns);
        string[] heads = ["example", .. Enumerable.Range(0, shown).Select(c => $"{c}"), .. columns > shown ? ["…"] : Array.Empty<string>(), "label"];
        return Html.Table($"The first {Math.Min(MostRows, count)} of {count:N0}", heads, Enumerable.Range(0, Math.Min(MostRows, count)).Select(row => (IReadOnlyList<string>)
        [
            $"{row}",
            .. Enumerable.Range(0, shown).Select(c => NumberWords.Short(TensorWalk.At(inputs, (row * columns) + c))),
            .. columns > shown ? ["…"] : Array.Empty<string>(),
            Name(row),
        ]));
    }

    private static bool IsGone(Dataset data) => data.Inputs.IsGone || data.Labels.IsGone;

    private static string Gone(Dataset data) => $"{data}; its buffer went back to the pool";

    private static string Classes(Dataset data)
    {
        if (!data.IsClassification)
        {
            TensorStatistics targets = TensorStatistics.Of(data.Labels);
            return $"targets {data.Labels.Shape} of {data.Labels.DType}" + (data.Labels.Count == 0 ? string.Empty : $", {NumberWords.Short(targets.Smallest)} to {NumberWords.Short(targets.Largest)}");
        }

        int[] counts = new int[data.ClassNames.Count];
        foreach (long label in data.Labels.AsSpan<long>())
        {
            counts[label]++;
        }

        IEnumerable<string> named = counts.Take(MostClasses).Select((count, i) => $"{Html.Shortened(data.ClassNames[i], 40)}: {count:N0}");
        return string.Join("; ", named) + (counts.Length > MostClasses ? $"; and {counts.Length - MostClasses:N0} more classes" : string.Empty);
    }
}
