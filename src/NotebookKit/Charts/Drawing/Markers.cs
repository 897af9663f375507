using System.Text;

namespace NotebookKit.Charts.Drawing;

/// <summary>Point marks as one path, so that many points stay light.</summary>
internal static class Markers
{
    /// <summary>The limit for marks that take more than a point each: bars with ends, stems, arrows.</summary>
    public const int MostMarks = 2_500;

    private const int MostPoints = 9_000;

    /// <summary>Marks at the points; shape 0 is a line of no length, which round ends turn into a disc.</summary>
    /// <param name="xs">Positions; those that are not finite are left out.</param>
    /// <param name="ys">Positions; those that are not finite are left out.</param>
    /// <param name="shape">0 disc, 1 square, 2 triangle, 3 diamond, 4 cross; then again.</param>
    /// <param name="radius">Half the size.</param>
    public static string Path(ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, int shape, double radius)
    {
        string mark = Shape(shape % 5, radius);
        var data = new StringBuilder();
        foreach (int i in Kept(xs, ys))
        {
            data.Append('M').Append(NumberText.Coordinate(xs[i])).Append(' ').Append(NumberText.Coordinate(ys[i])).Append(mark);
        }

        return data.ToString();
    }

    /// <summary>The points that are drawn.</summary>
    /// <remarks>Of very many points every n-th, which keeps dense places dense, and the first of each spot: no outlier is lost.</remarks>
    public static List<int> Kept(ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, int most = MostPoints)
    {
        int stride = (xs.Length / most) + 1;
        double spot = stride == 1 ? 0.5 : most < MostPoints ? 14 : 8;
        var taken = new HashSet<(long, long)>();
        var kept = new List<int>();
        for (int i = 0; i < xs.Length; i++)
        {
            if (double.IsFinite(xs[i]) && double.IsFinite(ys[i])
                && (taken.Add(((long)(xs[i] / spot), (long)(ys[i] / spot))) || (stride > 1 && i % stride == 0)))
            {
                kept.Add(i);
            }
        }

        return kept;
    }

    /// <summary>Whether the shape is drawn by its outline's width instead of being filled.</summary>
    public static bool IsStroke(int shape) => shape % 5 is 0 or 4;

    private static string Shape(int shape, double r)
    {
        string n = NumberText.Coordinate(r), m = NumberText.Coordinate(-r), d = NumberText.Coordinate(2 * r), e = NumberText.Coordinate(-2 * r);
        string wide = NumberText.Coordinate(1.3 * r), back = NumberText.Coordinate(-1.3 * r);
        return shape switch
        {
            0 => "h0",
            1 => $"m{m} {m}h{d}v{d}h{e}z",
            2 => $"m0 {back}l{wide} {NumberText.Coordinate(2.2 * r)}h{NumberText.Coordinate(-2.6 * r)}z",
            3 => $"m0 {back}l{wide} {wide}l{back} {wide}l{back} {back}z",
            _ => $"m{m} {m}l{d} {d}m{e} 0l{d} {e}",
        };
    }
}
