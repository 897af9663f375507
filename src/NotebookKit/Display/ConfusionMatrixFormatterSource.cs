using NotebookKit.Charts;
using NotebookKit.Training;

namespace NotebookKit.Display;

/// <summary>A confusion matrix in a notebook: counts on colours that make the few mistakes glow, the accuracy, and the recall of each class.</summary>
public sealed class ConfusionMatrixFormatterSource : FormatterSource<ConfusionMatrix>
{
    private const int MostClasses = 40;
    private const int MostPairs = 5;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<ConfusionMatrix, string> Write)> Forms =>
    [
        ("text/html", Page),
        ("text/plain", matrix => matrix.ClassNames.Count <= MostClasses ? matrix.ToString() : Summary(matrix)),
    ];

    /// <summary>The matrix as HTML.</summary>
    internal static string Page(ConfusionMatrix matrix)
    {
        if (matrix.Total == 0)
        {
            return Html.Heading($"{matrix.ClassNames.Count:N0} classes and no example yet");
        }

        // A picture of very many classes could not be read; the worst pairs say more.
        string picture = matrix.ClassNames.Count <= MostClasses ? Html.Picture(Draw(matrix).ToSvg()) : Html.Heading(Summary(matrix));
        (int Truth, int Predicted, int Times)[] worst = [.. matrix.WorstPairs().Take(MostPairs)];
        return worst.Length == 0 ? picture : picture + Html.Table("Mistaken most often", ["true class", "taken for", "times", "recall of the class"], worst.Select(pair =>
            (IReadOnlyList<string>)[matrix.ClassNames[pair.Truth], matrix.ClassNames[pair.Predicted], $"{pair.Times:N0}", $"{matrix.Recall(pair.Truth):P1}"]));
    }

    /// <summary>The picture.</summary>
    public static Figure Draw(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int classes = matrix.ClassNames.Count;
        double[,] counts = new double[classes, classes];
        for (int i = 0; i < classes; i++)
        {
            for (int j = 0; j < classes; j++)
            {
                counts[i, j] = matrix[i, j];
            }
        }

        return Chart.Confusion(counts, matrix.ClassNames, Summary(matrix));
    }

    private static string Summary(ConfusionMatrix matrix) => $"{matrix.Correct:N0} of {matrix.Total:N0} right, {matrix.Accuracy:P2}";
}
