using NotebookKit.Charts;

namespace NotebookKit.Display;

/// <summary>Connections in a notebook: how many of how many, how they are shared out, and a picture of the mask where it can be seen.</summary>
public sealed class ConnectionsFormatterSource : FormatterSource<Connections>
{
    private const int MostPlaces = 40_000;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Connections, string> Write)> Forms =>
    [
        ("text/html", Page),
        ("text/plain", connections => $"{connections}\n{Degrees(connections)}"),
    ];

    private static string Page(Connections connections)
    {
        string about = Html.Heading(connections.ToString()) + Html.Note(Degrees(connections));
        return connections.Count > 0 && (long)connections.Inputs * connections.Outputs <= MostPlaces ? about + Html.Picture(Draw(connections).ToSvg()) : about;
    }

    private static Figure Draw(Connections connections)
    {
        double[,] mask = new double[connections.Outputs, connections.Inputs];
        foreach ((int input, int output) in connections.Pairs)
        {
            mask[output, input] = 1;
        }

        return Chart.HeatMap(mask, "outputs down, inputs across");
    }

    private static string Degrees(Connections connections) =>
        $"an input goes to {Spread(connections.InputDegrees())} outputs, an output has {Spread(connections.OutputDegrees())} inputs";

    private static string Spread(int[] degrees) => degrees.Length == 0 ? "no" : $"{degrees.Min():N0} to {degrees.Max():N0} (mean {degrees.Average():N1})";
}
