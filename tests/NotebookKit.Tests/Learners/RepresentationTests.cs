using NotebookKit.Learners;

namespace NotebookKit.Tests.Learners;

/// <summary>Networks whose weights are written down.</summary>
public class RepresentationTests
{
    [Fact]
    [Trait("System", "REP-XOR1")]
    [Trait("Golden", "G-XOR1")]
    public void Xor_in_its_first_form_has_the_lectures_hidden_values() =>
        Assert.Equal(["0 1 0", "1 1 1", "0 0 1", "0 1 0"], Columns(ThresholdNet.Xor1(), (0, 0), (0, 1), (1, 0), (1, 1)));

    [Fact]
    [Trait("System", "REP-XOR2")]
    [Trait("Golden", "G-XOR2")]
    public void Xor_in_its_second_form_has_the_lectures_hidden_values() =>
        Assert.Equal(["0 0 0", "0 1 1", "0 1 1", "1 1 0"], Columns(ThresholdNet.Xor2(), (0, 0), (1, 0), (0, 1), (1, 1)));

    [Fact]
    [Trait("System", "REP-FEAT")]
    public void In_feature_space_xor_is_separable()
    {
        LabelledPoints xor = BooleanFunction.Xor.Table();
        Assert.False(Separability.Of(xor).IsSeparable);
        Assert.True(Separability.Of(ThresholdNet.Xor1().Features(xor)).IsSeparable);
        Assert.True(Separability.Of(ThresholdNet.Xor2().Features(xor)).IsSeparable);
    }

    [Fact]
    [Trait("System", "REP-PARITY")]
    [Trait("Golden", "G-PAR")]
    public void Parity_is_right_for_every_input_of_two_to_eight_bits()
    {
        for (int bits = 2; bits <= 8; bits++)
        {
            ThresholdNet net = ThresholdNet.Parity(bits);
            Assert.Equal(bits + 1, net.UnitCount);
            Assert.Equal(-0.5, net.Layers[1][0].Bias);
            Assert.Equal(Enumerable.Range(1, bits).Select(k => k % 2 == 1 ? 1.0 : -1.0), net.Layers[1][0].Weights);
            Assert.Equal(Enumerable.Range(1, bits).Select(k => 0.5 - k), net.Layers[0].Select(unit => unit.Bias));
            Assert.All(BooleanFunction.Rows(bits), row => Assert.Equal((int)row.Sum() % 2, net.Fire(row)));
        }
    }

    [Fact]
    [Trait("System", "REP-DEPTHADV")]
    public void A_tree_needs_few_units_where_a_disjunction_needs_very_many()
    {
        for (int bits = 2; bits <= 9; bits++)
        {
            ParityTree tree = new(bits);
            Assert.Equal(3 * (bits - 1), tree.UnitCount);
            Assert.Equal(2 * (int)Math.Ceiling(Math.Log2(bits)), tree.Depth);
            Assert.Equal(BooleanFunction.Rows(bits).Count(row => row.Sum() % 2 == 1), (int)tree.DisjunctiveTerms);
            Assert.All(BooleanFunction.Rows(bits), row => Assert.Equal((int)row.Sum() % 2, tree.Fire(row)));
        }

        Assert.Equal("9223372036854775808", new ParityTree(64).DisjunctiveTerms.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(189, new ParityTree(64).UnitCount);
    }

    [Fact]
    [Trait("System", "NEU-MULTI")]
    public void Half_planes_and_an_and_unit_cut_out_a_polygon()
    {
        // The house of the notebook, both ways round.
        (double X, double Y)[] corners = [(0, 0), (2, 0), (2, 1.5), (1, 2.5), (0, 1.5)];
        Rng rng = new(21);
        foreach ((double X, double Y)[] way in (IEnumerable<(double X, double Y)[]>)[corners, [.. corners.Reverse()]])
        {
            ThresholdNet house = ThresholdNet.Polygon(way);
            Assert.Equal(6, house.UnitCount);
            for (int trial = 0; trial < 5000; trial++)
            {
                (double x, double y) = ((4 * rng.NextDouble()) - 1, (4 * rng.NextDouble()) - 1);
                Assert.Equal(Inside(corners, x, y) ? 1 : 0, house.Fire(x, y));
            }
        }

        Assert.Contains("convex", Assert.Throws<ArgumentException>(() => ThresholdNet.Polygon((0, 0), (2, 0), (0.1, 0.1), (0, 2))).Message);
    }

    [Fact]
    [Trait("System", "REP-INDIC")]
    public void A_box_is_two_steps_an_axis_and_an_and_unit()
    {
        Rng rng = new(22);
        for (int dimension = 1; dimension <= 5; dimension++)
        {
            double[] lower = [.. Enumerable.Range(0, dimension).Select(i => -0.5 - (0.1 * i))], upper = [.. lower.Select((low, i) => low + 1.4 + (0.1 * i))];
            ThresholdNet box = ThresholdNet.Box(lower, upper);
            Assert.Equal((2 * dimension) + 1, box.UnitCount);
            int inside = 0;
            for (int trial = 0; trial < 2000; trial++)
            {
                double[] x = [.. Enumerable.Range(0, dimension).Select(_ => (2.4 * rng.NextDouble()) - 1.2)];
                bool expected = x.Select((v, i) => v > lower[i] && v < upper[i]).All(within => within);
                inside += expected ? 1 : 0;
                Assert.Equal(expected ? 1 : 0, box.Fire(x));
            }

            Assert.InRange(inside, 50, 1950);
        }
    }

    [Fact]
    [Trait("System", "REP-BLUMLI")]
    public void Blum_and_Lis_network_is_the_table_of_its_tiles_and_finer_tiles_halve_the_error()
    {
        Rng rng = new(23);
        double[][] uneven = [[-1, -0.7, 0.1, 0.4, 2], [0, 0.5, 3], [-2, 0, 1, 1.5]];
        for (int dimension = 1; dimension <= 3; dimension++)
        {
            BlumLi net = new(x => Math.Sin(x.Sum()) + x[0], uneven[..dimension]);
            Mlp weights = net.ToMlp();
            for (int trial = 0; trial < 300; trial++)
            {
                double[] x = [.. uneven[..dimension].Select(axis => axis[0] - 0.2 + ((axis[^1] - axis[0] + 0.4) * rng.NextDouble()))];
                double expected = net.Table(x) ?? 0;
                Assert.Equal(expected, net.Forward(x));
                Assert.Equal(net.Table(x) is null ? 0 : 1, net.SecondLayer(x).Sum());
                Assert.Equal(expected, weights.Forward(Tensor.From(x, [1, dimension])).Item());
            }

            Assert.Equal(net.UnitCount, weights.Sizes.Skip(1).Sum());
            Assert.All(Enumerable.Range(0, net.Tiles), tile => Assert.Equal(net.Values[tile], net.Forward([.. net.Middle(tile)])));
        }

        double[] errors = [.. new[] { 8, 16, 32, 64 }.Select(tiles => Error(new(x => Math.Exp(x[0]) * Math.Cos(2 * x[1]), BlumLi.Even(0, 1, tiles), BlumLi.Even(0, 1, tiles))))];
        Assert.All(errors.Zip(errors.Skip(1), (coarse, fine) => coarse / fine), ratio => Assert.InRange(ratio, 1.8, 2.2));

        // The slide's two million for 1000 x 1000 tiles is neither of the two counts.
        Assert.Equal((1_002_003, 5_000_001), (BlumLi.Count(shared: true, 1000, 1000), BlumLi.Count(shared: false, 1000, 1000)));

        static double Error(BlumLi net)
        {
            const int Places = 256;
            double sum = 0;
            for (int i = 0; i < Places * Places; i++)
            {
                (double x, double y) = (((i / Places) + 0.5) / Places, ((i % Places) + 0.5) / Places);
                sum += Math.Pow((Math.Exp(x) * Math.Cos(2 * y)) - net.Table(x, y)!.Value, 2);
            }

            return Math.Sqrt(sum / (Places * Places));
        }
    }

    [Fact]
    [Trait("System", "REP-UATPROOF")]
    [Trait("Golden", "G-UATCOS")]
    public void Cosines_make_a_function_and_steep_sigmoids_make_cosines()
    {
        Rng rng = new(24);
        for (int trial = 0; trial < 1000; trial++)
        {
            (double a, double b) = (rng.NextDouble() * 6, rng.NextDouble() * 6);
            Assert.Equal(Math.Cos(a) * Math.Cos(b), CosineSum.ProductAsSum(a, b), 1e-15);
        }

        // A smooth function whose slope is 0 at the edges: few cosines are enough.
        static double Hill(double x, double y) => Math.Exp(-Math.Pow(Math.Cos(Math.PI * x), 2)) * (1 + (0.5 * Math.Cos(Math.PI * y)));
        CosineSum series = new(Hill, 9);
        Assert.True(Worst(series.At, Hill) < 1e-4);

        double[] errors = [.. new[] { 200, 400, 800 }.Select(steps => Worst(series.BySteps(steps), series.At))];
        Assert.All(errors.Zip(errors.Skip(1), (coarse, fine) => coarse / fine), ratio => Assert.InRange(ratio, 1.6, 2.4));

        double[] single = [.. new[] { 20, 40, 80, 160 }.Select(steps => OfOneCosine(new StepSum(Math.Cos, -Math.PI, Math.PI, steps)))];
        Assert.All(single.Zip(single.Skip(1), (coarse, fine) => coarse / fine), ratio => Assert.InRange(ratio, 1.8, 2.2));

        static double Worst(Func<double, double, double> f, Func<double, double, double> g) =>
            Enumerable.Range(0, 21 * 21).Max(i => Math.Abs(f(i / 21 / 20.0, i % 21 / 20.0) - g(i / 21 / 20.0, i % 21 / 20.0)));

        static double OfOneCosine(StepSum sum) => Enumerable.Range(0, 4001).Select(i => -Math.PI + (2 * Math.PI * i / 4000)).Max(x => Math.Abs(sum.At(x) - Math.Cos(x)));
    }

    // Even-odd rule on the edges, independent of half planes.
    private static bool Inside((double X, double Y)[] corners, double x, double y)
    {
        bool inside = false;
        for (int i = 0; i < corners.Length; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
            if (a.Y > y != b.Y > y && x < a.X + ((b.X - a.X) * (y - a.Y) / (b.Y - a.Y)))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    private static IEnumerable<string> Columns(ThresholdNet net, params (double, double)[] rows) =>
        rows.Select(row => string.Join(' ', net.Values(row.Item1, row.Item2).SelectMany(layer => layer)));
}
