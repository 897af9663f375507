using NotebookKit.Charts;
using NotebookKit.Data;

namespace NotebookKit.Display;

/// <summary>A spectrogram in a notebook: time to the right, frequency upwards, strength in decibels as colour.</summary>
public sealed class SpectrogramFormatterSource : FormatterSource<Spectrogram>
{
    private const int MostCells = 60_000;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Spectrogram, string> Write)> Forms =>
    [
        ("text/html", spectrogram => Html.Heading(spectrogram.ToString()) + (spectrogram.Power.Count is > 0 and <= MostCells ? Html.Picture(Draw(spectrogram).ToSvg()) : string.Empty)),
        ("text/plain", spectrogram => spectrogram.ToString()),
    ];

    /// <summary>The picture.</summary>
    public static Figure Draw(Spectrogram spectrogram)
    {
        ArgumentNullException.ThrowIfNull(spectrogram);
        using IDisposable off = Gradients.Gradient.Off();
        Tensor decibels = spectrogram.Decibels();
        (int rows, int frames) = (decibels.Shape[0], decibels.Shape[1]);
        double highest = spectrogram.FrequencyOf(rows - 1), length = (double)frames * spectrogram.Hop / spectrogram.SampleRate;
        string[] hertz = Marked(rows, highest, 8, row => spectrogram.FrequencyOf(rows - 1 - row));
        string[] seconds = Marked(frames, length, 5, frame => (double)frame * spectrogram.Hop / spectrogram.SampleRate);

        // Above the weakest: a scale from 0 on is a plain one.
        NumberGrid values = NumberGrid.Of([.. (decibels - decibels.Min()).Flip(0).ToArray<double>()], rows, frames);
        return new Figure(new HeatMap(values) { RowLabels = hertz, ColumnLabels = seconds, RowAxis = "Hz", ColumnAxis = "seconds" }) { Title = "strength in decibels" };
    }

    // A name for the cell that comes nearest to each round number, and none for the others.
    private static string[] Marked(int cells, double range, int marks, Func<int, double> at)
    {
        string[] names = [.. Enumerable.Repeat(string.Empty, cells)];
        double step = Charts.Drawing.Ticks.NiceStep(range, marks);
        for (int mark = 0; mark * step <= range + (step / 1000); mark++)
        {
            double value = mark * step;
            names[Enumerable.Range(0, cells).MinBy(cell => Math.Abs(at(cell) - value))] = FormattableString.Invariant($"{value:0.###}");
        }

        return names;
    }
}
