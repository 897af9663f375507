namespace NotebookKit.Optimizers;

/// <summary>A function of known minima, for trying out minimisers.</summary>
public sealed class TestFunction : Objective
{
    private readonly double[] start;

    internal TestFunction(string name, string formula, Func<Tensor, Tensor> f, double[] start, double[][] minima, double least, (double, double) x, (double, double) y)
        : base(f) => (Name, Formula, this.start, Minima, Least, ViewX, ViewY) = (name, formula, start, minima, least, x, y);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its formula, in TeX.</summary>
    public string Formula { get; }

    /// <summary>The points of its global minima; none for a function without a lower end.</summary>
    public IReadOnlyList<double[]> Minima { get; }

    /// <summary>The value there; minus infinity for a function without a lower end.</summary>
    public double Least { get; }

    /// <summary>The part of the first axis that a picture shows.</summary>
    public (double From, double To) ViewX { get; }

    /// <summary>The part of the second axis that a picture shows.</summary>
    public (double From, double To) ViewY { get; }

    /// <inheritdoc/>
    internal override Tensor? Start => Tensor.From(start);

    /// <summary>The height over a place of the plane, for charts: <c>Chart.Contour(f.Height, f.ViewX, f.ViewY)</c>. It is not counted as an evaluation.</summary>
    public double Height(double x, double y) => Peek(Tensor.From([x, y]));

    /// <summary>Its name and formula.</summary>
    public override string ToString() => $"{Name}: {Formula}";
}

/// <summary>Functions that show what minimisers can and cannot do; each is made anew when asked for, with counts of its own.</summary>
public static class TestFunctions
{
    /// <summary>A long bent valley with its minimum at (1, 1). Rosenbrock 1960.</summary>
    public static TestFunction Rosenbrock => new(
        "Rosenbrock", "(1 - x)^2 + 100 (y - x^2)^2", p => (1 - p[0]).Square() + (100 * (p[1] - p[0].Square()).Square()), [-1.2, 1], [[1, 1]], 0, (-2, 2), (-1, 3));

    /// <summary>Flat far out, steep at the corners, with its minimum at (3, 0.5). Beale 1958.</summary>
    public static TestFunction Beale => new(
        "Beale",
        "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
        p => (1.5 - p[0] + (p[0] * p[1])).Square() + (2.25 - p[0] + (p[0] * p[1].Square())).Square() + (2.625 - p[0] + (p[0] * p[1] * p[1].Square())).Square(),
        [1, 1],
        [[3, 0.5]],
        0,
        (-1, 4),
        (-2, 2));

    /// <summary>Four minima, all 0. Himmelblau 1972.</summary>
    public static TestFunction Himmelblau => new(
        "Himmelblau",
        "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        p => (p[0].Square() + p[1] - 11).Square() + (p[0] + p[1].Square() - 7).Square(),
        [0, 0],
        [[3, 2], [-2.805118086952745, 3.131312518250573], [-3.779310253377747, -3.283185991286170], [3.584428340330492, -1.848126526964404]],
        0,
        (-5, 5),
        (-5, 5));

    /// <summary>Level at (0, 0), upward along x, downward along y and without a lower end: who gets away first? Lecture S2 L4, L5.</summary>
    public static TestFunction Saddle => new("saddle", "x^2 - y^2", p => p[0].Square() - p[1].Square(), [1, 1e-3], [], double.NegativeInfinity, (-1.5, 1.5), (-1.5, 1.5));

    /// <summary>The lecture's example: a bowl that is ten times as steep along y. Lecture S2 L4.</summary>
    public static TestFunction Bowl => Quadratic("bowl", 10, [1, 1]);

    /// <summary>A very long bowl, of conditioning number 100: gradient descent bounces between its walls. Lecture S2 L4.</summary>
    public static TestFunction Canyon => Quadratic("canyon", 100, [10, 1]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TestFunction> All => [Rosenbrock, Beale, Himmelblau, Saddle, Bowl, Canyon];

    /// <summary>(x^2 + c y^2) / 2, whose conditioning number is c for c of 1 or more.</summary>
    /// <param name="condition">c.</param>
    public static TestFunction Elongated(double condition) => condition > 0 && double.IsFinite(condition)
        ? Quadratic("elongated bowl", condition, [1, 1])
        : throw new ArgumentOutOfRangeException(nameof(condition), condition, "Elongated: the conditioning number is above 0.");

    private static TestFunction Quadratic(string name, double steepness, double[] start) => new(
        name, $@"\frac{{1}}{{2}} (x^2 + {steepness} y^2)", p => 0.5 * (p[0].Square() + (steepness * p[1].Square())), start, [[0, 0]], 0, (-12, 12), (-4, 4));
}
