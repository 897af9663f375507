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
        string[] hertz = [.. Enumerable.Range(0, rows).Select(row => FormattableString.Invariant($"{spectrogram.FrequencyOf(rows - 1 - row):0}"))];
        string[] seconds = [.. Enumerable.Range(0, frames).Select(frame => FormattableString.Invariant($"{(double)frame * spectrogram.Hop / spectrogram.SampleRate:0.00}"))];

        // Above the weakest: a scale from 0 on is a plain one.
        return Chart.HeatMap(NumberGrid.Of([.. (decibels - decibels.Min()).Flip(0).ToArray<double>()], rows, frames), "decibels; Hz upwards, seconds to the right", hertz, seconds);
    }
}
