namespace NotebookKit.Gradients;

/// <content>Holding a gradient against differences.</content>
public static partial class Gradient
{
    /// <summary>Compares the gradient of y = f(x_1, x_2, ...) with central differences, (f(x + h) - f(x - h)) / 2h, in float64.</summary>
    /// <remarks>
    /// A result of many numbers is weighed with fixed uneven weights first, so that no two errors cancel. Around 1e-9 is
    /// usual for a right gradient, above 1e-6 something is wrong, or a kink (the ReLU's 0) lies within h. f runs twice a number.
    /// </remarks>
    /// <param name="f">The function; it must give the same for the same inputs, and compute in their kind of number.</param>
    /// <param name="inputs">Where the gradient is taken; cast to Float64.</param>
    /// <param name="step">h.</param>
    /// <returns>The largest error and where it is.</returns>
    /// <exception cref="ArgumentException">There are no inputs, one holds no floats, or the step is not above 0.</exception>
    public static GradientReport Check(Func<IReadOnlyList<Tensor>, Tensor> f, IReadOnlyList<Tensor> inputs, double step = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (!(step > 0) || inputs is null or [])
        {
            throw new ArgumentException($"Check: takes one input or more and a step above 0, and got {inputs?.Count ?? 0} and {step}.");
        }

        Tensor[] points = [.. Points(nameof(Check), inputs, createGraph: false).Select(x => x.Detach().To(DType.Float64).Clone())];
        foreach (Tensor point in points)
        {
            point.RequiresGrad = true;
        }

        Tensor[] gradients;
        Tensor weights;
        using (On())
        {
            Tensor y = Result(nameof(Check), f(points));
            weights = Tensor.From([.. Enumerable.Range(0, y.Count).Select(i => 1 + (0.5 * Math.Sin(1.7 * i)))], y.Shape).To(y.DType);
            gradients = y.RequiresGrad ? Of(y, points, start: weights) : [.. points.Select(Nothing)];
        }

        GradientReport worst = new(0, 0, [], 0, 0);
        for (int i = 0; i < points.Length; i++)
        {
            double[] values = points[i].ToArray<double>();
            double[] exact = gradients[i].ToArray<double>();
            for (int e = 0; e < values.Length; e++)
            {
                double numeric = (Moved(step) - Moved(-step)) / (2 * step);
                double error = Math.Abs(numeric - exact[e]) / Math.Max(1, Math.Max(Math.Abs(numeric), Math.Abs(exact[e])));
                if (!(error <= worst.Error))
                {
                    worst = new GradientReport(double.IsNaN(error) ? double.PositiveInfinity : error, i, Ops.Positions.Of(e, points[i].Shape), exact[e], numeric);
                }

                double Moved(double by)
                {
                    double[] shifted = [.. values];
                    shifted[e] += by;
                    Tensor[] moved = [.. points.Select(point => point.Detach())];
                    moved[i] = Tensor.From(shifted, points[i].Shape);

                    // A function that takes gradients itself needs inputs that require them.
                    foreach (Tensor point in moved)
                    {
                        point.RequiresGrad = true;
                    }

                    using (On())
                    {
                        return (f(moved).Detach() * weights).Sum().Item();
                    }
                }
            }
        }

        return worst;
    }

    /// <inheritdoc cref="Check(Func{IReadOnlyList{Tensor}, Tensor}, IReadOnlyList{Tensor}, double)"/>
    /// <param name="f">The function.</param>
    /// <param name="x">Where the gradient is taken.</param>
    public static GradientReport Check(Func<Tensor, Tensor> f, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Check(inputs => f(inputs[0]), [x]);
    }
}

/// <summary>What a comparison of a gradient with differences found.</summary>
/// <param name="Error">The largest error, relative where the slope is above 1 and absolute below; infinite when either is not a number.</param>
/// <param name="Input">The input where it is, from 0.</param>
/// <param name="Place">The place in that input; empty when there is no error at all.</param>
/// <param name="Gradient">The gradient there.</param>
/// <param name="Difference">The slope by differences there.</param>
[Display.TypeFormatterSource(typeof(Display.GradientReportFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record GradientReport(double Error, int Input, IReadOnlyList<int> Place, double Gradient, double Difference)
{
    /// <summary>Whether the error is below 1e-6.</summary>
    public bool IsRight => Error < 1e-6;

    /// <summary>The verdict in a line.</summary>
    public override string ToString() => $"{(IsRight ? "right" : "WRONG")}: the largest error is {Error:E1}"
        + (Place.Count == 0 ? string.Empty : $", at [{string.Join(", ", Place)}] of input {Input}: gradient {Gradient:G9}, by differences {Difference:G9}");
}
