using NotebookKit.Charts;
using NotebookKit.Training;

namespace NotebookKit.Display;

/// <summary>A confusion matrix in a notebook: counts on colours that make the few mistakes glow, and the accuracy.</summary>
public sealed class ConfusionMatrixFormatterSource : FormatterSource<ConfusionMatrix>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<ConfusionMatrix, string> Write)> Forms =>
    [
        ("text/html", matrix => $"<div class=\"nk-figure\" style=\"overflow-x:auto\">{Draw(matrix).ToSvg()}</div>"),
        ("text/plain", matrix => matrix.ToString()),
    ];

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

        return Chart.Confusion(counts, matrix.ClassNames, $"{matrix.Correct:N0} of {matrix.Total:N0} right, {matrix.Accuracy:P2}");
    }
}
