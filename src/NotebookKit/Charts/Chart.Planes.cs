namespace NotebookKit.Charts;

public static partial class Chart
{
    /// <summary>The height of a function over a rectangle, as bands and lines: <c>Chart.Contour((x, y) => x * x + y * y, (-2, 2), (-2, 2))</c>.</summary>
    /// <param name="f">The function.</param>
    /// <param name="x">Left and right end.</param>
    /// <param name="y">Lower and upper end.</param>
    /// <param name="title">Stands above the figure.</param>
    /// <param name="options">Labels and sizes.</param>
    /// <param name="filled">Bands of colour, or lines only.</param>
    /// <param name="levels">The heights of the lines; null: about ten round ones.</param>
    public static Figure Contour(
        Func<double, double, double> f, (double From, double To) x, (double From, double To) y, string? title = null, PlotOptions? options = null, bool filled = true, Numbers? levels = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        Numbers xs = Grid.Even(x, 81, "Chart.Contour", "x"), ys = Grid.Even(y, 81, "Chart.Contour", "y");
        return Contour(new ContourSeries(xs, ys, Grid.Sample(f, xs, ys)) { Filled = filled, Levels = levels }, title, options);
    }

    /// <summary>Heights over a grid as bands and lines: z[i, j] stands at (x[j], y[i]).</summary>
    public static Figure Contour(Numbers x, Numbers y, NumberGrid z, string? title = null, PlotOptions? options = null, bool filled = true) =>
        Contour(new ContourSeries(x, y, z) { Filled = filled }, title, options);

    /// <summary>The height of a function in space: <c>Chart.Surface((x, y) => x * x - y * y, (-2, 2), (-2, 2))</c>.</summary>
    /// <param name="f">The function.</param>
    /// <param name="x">The ends of the axis towards the right.</param>
    /// <param name="y">The ends of the axis into the depth.</param>
    /// <param name="title">Stands above the figure.</param>
    /// <param name="height">What the height is.</param>
    public static Figure Surface(Func<double, double, double> f, (double From, double To) x, (double From, double To) y, string? title = null, string? height = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        Numbers xs = Grid.Even(x, 41, "Chart.Surface", "x"), ys = Grid.Even(y, 41, "Chart.Surface", "y");
        return new(new Surface(xs, ys, Grid.Sample(f, xs, ys)) { ZAxis = new() { Label = height } }) { Title = title };
    }

    /// <summary>Heights over a grid in space: z[i, j] stands at (x[j], y[i]).</summary>
    public static Figure Surface(Numbers x, Numbers y, NumberGrid z, string? title = null) => new(new Surface(x, y, z)) { Title = title };

    /// <summary>Arrows at points: <c>Chart.Quiver(x, y, u, v)</c>.</summary>
    public static Figure Quiver(Numbers x, Numbers y, Numbers u, Numbers v, string? title = null, PlotOptions? options = null) =>
        (options ?? new()).Figure(title, null, new QuiverSeries(x, y, u, v));

    /// <summary>A vector field on a grid of 17 by 13 points: <c>Chart.Field((x, y) => (-y, x), (-2, 2), (-2, 2))</c>.</summary>
    public static Figure Field(
        Func<double, double, (double U, double V)> field, (double From, double To) x, (double From, double To) y, string? title = null, PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        var places = Grid.Even(y, 13, "Chart.Field", "y").SelectMany(b => Grid.Even(x, 17, "Chart.Field", "x").Select(a => (X: a, Y: b))).ToArray();
        var arrows = places.Select(place => field(place.X, place.Y)).ToArray();
        return Square(options, x, y, 66).Figure(title, null, new QuiverSeries(
            Numbers.From(places.Select(p => p.X)), Numbers.From(places.Select(p => p.Y)), Numbers.From(arrows.Select(a => a.U)), Numbers.From(arrows.Select(a => a.V))));
    }

    /// <summary>What a classifier says everywhere, under the points it was taught: <c>Chart.DecisionBoundary((x, y) => x > y ? 1 : 0, (0, 1), (0, 1), points)</c>.</summary>
    /// <param name="classOf">The class at a place, counted from 0.</param>
    /// <param name="x">Left and right end.</param>
    /// <param name="y">Lower and upper end.</param>
    /// <param name="points">A scatter plot of the classes to lie on top; null for none.</param>
    /// <param name="title">Stands above the figure.</param>
    /// <param name="options">Labels and sizes.</param>
    public static Figure DecisionBoundary(
        Func<double, double, int> classOf, (double From, double To) x, (double From, double To) y, Figure? points = null, string? title = null, PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(classOf);
        const int Places = 161;
        Numbers xs = Grid.Even(x, Places, "Chart.DecisionBoundary", "x"), ys = Grid.Even(y, Places, "Chart.DecisionBoundary", "y");
        int[,] classes = new int[Places, Places];
        for (int row = 0; row < Places; row++)
        {
            for (int column = 0; column < Places; column++)
            {
                classes[row, column] = classOf(xs[column], ys[row]);
            }
        }

        return Regions(new RegionSeries(x, y, classes), points, title, options);
    }

    private static Figure Contour(ContourSeries contour, string? title, PlotOptions? options) =>
        (contour.X.Count < 2 || contour.Y.Count < 2 ? options ?? new() : Square(options, (contour.X.Min(), contour.X.Max()), (contour.Y.Min(), contour.Y.Max()), 134)).Figure(title, null, contour);

    private static Figure Regions(RegionSeries regions, Figure? points, string? title, PlotOptions? options)
    {
        IReadOnlyList<Series> layers = points?.Content switch
        {
            null => [],
            Plot plot => plot.Series,
            _ => throw new ArgumentException("Chart.DecisionBoundary: the points must be a plot, such as Chart.Scatter makes.", nameof(points)),
        };
        return Square(options, regions.X, regions.Y, 66).Figure(title, null, [regions, .. layers]);
    }

    // Both axes measure alike where their ranges allow it: a circle is a circle.
    private static PlotOptions Square(PlotOptions? options, (double From, double To) x, (double From, double To) y, double beside)
    {
        options ??= new();
        double width = options.Width ?? 560, ratio = (y.To - y.From) / (x.To - x.From);
        return options with { Width = width, Height = options.Height ?? Math.Round(((width - beside) * (ratio is > 0.35 and < 1.4 ? ratio : 0.75)) + 96) };
    }
}
