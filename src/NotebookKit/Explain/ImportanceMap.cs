using System.Globalization;
using NotebookKit.Charts;
using NotebookKit.Losses;

namespace NotebookKit.Explain;

/// <summary>How much each pixel of a picture mattered for a class, as one method sees it.</summary>
/// <remarks>Numbers of different methods have different units; compare their order (<see cref="Likeness"/>), not their size.</remarks>
/// <param name="Method">Who says so.</param>
/// <param name="Values">[H, W]; larger speaks for the class, and negative, where a method knows that, against it.</param>
/// <param name="Picture">[C, H, W] as the model saw it.</param>
/// <param name="Target">The class that was asked about.</param>
public sealed record ImportanceMap(string Method, Tensor Values, Tensor Picture, int Target)
{
    /// <summary>f(x) - f(baseline), to which the values should add up; null for methods that promise no such thing.</summary>
    public double? ScoreChange { get; init; }

    /// <summary>The sum of all values.</summary>
    public double Total => Values.ToArray<double>().Sum();

    /// <summary>Whether some pixels speak against the class.</summary>
    public bool IsSigned => Values.ToArray<double>().Any(value => value < 0);

    /// <summary>Where the highest value is; the first in reading order where several are equal.</summary>
    public (int Row, int Column) Peak
    {
        get
        {
            double[] values = Values.ToArray<double>();
            int best = Array.IndexOf(values, values.Max());
            return (best / Values.Shape[1], best % Values.Shape[1]);
        }
    }

    /// <summary>How much of all importance, without its sign, lies where a mask is not 0: from 0 to 1.</summary>
    /// <param name="mask">[H, W] or [1, H, W] of the map's size.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public double ShareWithin(Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        double[] values = Values.ToArray<double>(), inside = mask.To(DType.Float64).ToArray<double>();
        if (inside.Length != values.Length)
        {
            throw new ArgumentException($"ShareWithin: a map {Values.Shape} needs a mask of its size, and got {mask.Shape}.", nameof(mask));
        }

        double all = values.Sum(Math.Abs);
        return all == 0 ? 0 : values.Where((_, i) => inside[i] != 0).Sum(Math.Abs) / all;
    }

    /// <summary>Spearman's rank correlation of two maps without their signs: 1 where they order the pixels alike, about 0 where they have nothing in common.</summary>
    /// <remarks>Adebayo et al. 2018 compare maps so.</remarks>
    /// <param name="other">A map of the same size.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public double Likeness(ImportanceMap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Values.Shape == Values.Shape
            ? Metric.RankCorrelation(Array.ConvertAll(Values.ToArray<double>(), Math.Abs), Array.ConvertAll(other.Values.ToArray<double>(), Math.Abs))
            : throw new ArgumentException($"Likeness: the maps have {Values.Shape} and {other.Values.Shape}; ask both methods about the same picture.", nameof(other));
    }

    /// <summary>Each value as the mean of the square around it, so that the grains of a gradient on a large photo can be seen as regions.</summary>
    /// <param name="radius">The square is 2 radius + 1 pixels wide, less at the border.</param>
    public ImportanceMap Smoothed(int radius)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        return this with
        {
            Values = Values.Detach().Reshape(1, 1, Values.Shape[0], Values.Shape[1]).AvgPool2d((2 * radius) + 1, 1, radius, countPadding: false)[0, 0],
        };
    }

    /// <summary>The map alone, with a bar that explains its colours.</summary>
    public Figure Draw() => Chart.HeatMap(Values, Method);

    /// <summary>The map over the picture, see <see cref="MapOverlay"/>.</summary>
    /// <param name="photo">The picture to show, [1 or 3, H, W] as floats from 0 to 1 or bytes; the one the model saw, with its range stretched, when null.</param>
    public Figure Over(Tensor? photo = null) => MapOverlay.Over(photo ?? Picture, this);

    /// <summary>Who says what, in a line.</summary>
    public override string ToString()
    {
        double[] values = Values.ToArray<double>();
        return string.Create(CultureInfo.InvariantCulture, $"{Method} for class {Target}: {Values.Shape}, {values.Min():G3} to {values.Max():G3}, highest at row {Peak.Row}, column {Peak.Column}");
    }
}
