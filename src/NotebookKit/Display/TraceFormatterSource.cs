using NotebookKit.Charts;
using NotebookKit.Optimizers;

namespace NotebookKit.Display;

/// <summary>The way of a minimiser: f over the steps, and in the plane the path over the function's contours.</summary>
public sealed class TraceFormatterSource : FormatterSource<Trace>
{
    private const int Places = 61;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Trace, string> Write)> Forms =>
    [
        ("text/html", trace => Html.Picture(Draw(trace).ToSvg()) + Html.Note(trace.ToString())),
        ("text/plain", trace => trace.ToString()),
    ];

    /// <summary>The path where there are two coordinates, and the values.</summary>
    public static Figure Draw(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        double[] values = [.. trace.Values];
        bool log = values.All(value => value > 0) && values.Max() > 100 * values.Min();
        Plot heights = new([new LineSeries(values) { Dots = false }]) { X = new Axis { Label = "step" }, Y = new Axis { Label = "f", Log = log } };
        return trace.Objective.IsPure && trace.Points[0].Length == 2
            ? new Figure(new Panels([new Panel(trace.Method, Path(trace)), new Panel("f after each step", heights)])) { Width = 880 }
            : new Figure(heights) { Title = $"{trace.Method}: f after each step" };
    }

    private static Plot Path(Trace trace)
    {
        bool known = trace.Objective is TestFunction;
        (double From, double To) x = Range(trace.Coordinate(0), known ? ((TestFunction)trace.Objective).ViewX : null);
        (double From, double To) y = Range(trace.Coordinate(1), known ? ((TestFunction)trace.Objective).ViewY : null);
        Numbers xs = Even(x), ys = Even(y);
        double[,] heights = new double[Places, Places];
        for (int row = 0; row < Places; row++)
        {
            for (int column = 0; column < Places; column++)
            {
                heights[row, column] = trace.Objective.Peek(Tensor.From([xs[column], ys[row]]));
            }
        }

        return new Plot(
        [
            new ContourSeries(xs, ys, heights) { Filled = false, Labels = false, Levels = Levels(heights) },
            new LineSeries(trace.Coordinate(0), trace.Coordinate(1)) { Dots = trace.Steps <= 60 },
            new NoteSeries([trace.Points[0][0], trace.Points[^1][0]], [trace.Points[0][1], trace.Points[^1][1]], ["start", "end"]),
        ])
        { X = new Axis { Label = "x", Min = x.From, Max = x.To }, Y = new Axis { Label = "y", Min = y.From, Max = y.To } };
    }

    // The path with a margin; a diverged one is shown within the function's usual view, where that is known.
    private static (double From, double To) Range(double[] seen, (double From, double To)? view)
    {
        double[] finite = [.. seen.Where(value => double.IsFinite(value) && (view is not { } v || Math.Abs(value) <= 2 * Math.Max(Math.Abs(v.From), Math.Abs(v.To))))];
        (double low, double high) = finite.Length == 0 ? (view?.From ?? 0, view?.To ?? 0) : (finite.Min(), finite.Max());
        double margin = Math.Max(0.25 * (high - low), 0.05 * Math.Max(1, Math.Abs(high)));
        return (low - margin, high + margin);
    }

    private static Numbers Even((double From, double To) range) =>
        Numbers.From(Enumerable.Range(0, Places).Select(i => range.From + ((range.To - range.From) * i / (Places - 1))));

    // Even steps of height hide the floor of a valley: the levels lie so that each holds a twelfth of the picture.
    private static Numbers Levels(double[,] heights)
    {
        double[] sorted = [.. heights.Cast<double>().Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? [] : Numbers.From(Enumerable.Range(0, 12).Select(i => sorted[(int)((i + 0.3) / 12 * sorted.Length)]).Distinct());
    }
}
