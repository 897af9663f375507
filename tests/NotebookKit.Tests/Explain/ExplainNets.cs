using NotebookKit.Layers;

namespace NotebookKit.Tests.Explain;

/// <summary>Small networks whose right explanation is known, or that use every layer of interest.</summary>
internal static class ExplainNets
{
    /// <summary>score = w . x for each row of w: the gradient is w, whatever the picture.</summary>
    public static Sequential Straight(Tensor weights)
    {
        Linear linear = new(weights.Shape[1], weights.Shape[0], bias: false, dtype: weights.DType);
        linear.Weight.Set(weights);
        return new Sequential([("flatten", new Flatten()), ("linear", linear)]);
    }

    /// <summary>Convolution, batch normalisation in use with numbers of its own, ReLU, max pooling, a linear layer: [N, 2, 6, 6] to 3 scores, in double precision.</summary>
    public static Sequential Deep(long seed = 1)
    {
        Rng rng = new(seed);
        BatchNorm2d norm = new(4, dtype: DType.Float64);
        norm.RunningMean!.Set(Tensor.Normal([4], rng: rng, dtype: DType.Float64) * 0.1);
        norm.RunningVariance!.Set(Tensor.Uniform([4], 0.5, 1.5, rng, DType.Float64));
        norm.Weight!.Set(Tensor.Uniform([4], 0.5, 1.5, rng, DType.Float64));
        Sequential net = new(
        [
            ("conv", new Conv2d(2, 4, 3, padding: 1, rng: rng, dtype: DType.Float64)), ("norm", norm), ("relu", new ReLU()), ("pool", new MaxPool2d(2)),
            ("flatten", new Flatten()), ("linear", new Linear(36, 3, rng: rng, dtype: DType.Float64)),
        ]);
        net.IsTraining = false;
        return net;
    }

    /// <summary>The best match of a template anywhere in the picture, as the score of class 1; class 0 has 0.</summary>
    public static Sequential Finder(Tensor template)
    {
        Conv2d conv = new(1, 1, template.Shape[0], bias: false, dtype: template.DType);
        conv.Weight.Set(template.Reshape(1, 1, template.Shape[0], template.Shape[1]));
        Linear two = new(1, 2, bias: false, dtype: template.DType);
        two.Weight.Set(Tensor.From(new double[,] { { 0 }, { 1 } }).To(template.DType));
        return new Sequential([("conv", conv), ("best", new Best()), ("flatten", new Flatten()), ("two", two)]);
    }

    /// <summary>A picture [1, side, side] of faint noise with a template planted at a place.</summary>
    public static Tensor Planted(Tensor template, int side, int top, int left, Rng rng)
    {
        double[] pixels = Tensor.Normal([side, side], 0, 0.05, rng, DType.Float64).ToArray<double>();
        double[,] mark = new double[template.Shape[0], template.Shape[1]];
        double[] flat = template.ToArray<double>();
        for (int i = 0; i < flat.Length; i++)
        {
            pixels[((top + (i / mark.GetLength(1))) * side) + left + (i % mark.GetLength(1))] += flat[i];
        }

        return Tensor.From(pixels, [1, side, side]);
    }

    private sealed class Best : Module
    {
        public override Tensor Forward(Tensor input) => input.AdaptiveMaxPool2d(1);
    }
}

/// <summary>A class that calls Relu() itself instead of having layers for it.</summary>
internal sealed class FunctionalNet(long seed) : Module
{
    private readonly Linear first = new(12, 8, rng: new Rng(seed), dtype: DType.Float64);
    private readonly Linear second = new(8, 8, rng: new Rng(seed + 1), dtype: DType.Float64);
    private readonly Linear third = new(8, 3, rng: new Rng(seed + 2), dtype: DType.Float64);

    public override Tensor Forward(Tensor input) => third.Forward(second.Forward(first.Forward(input.Flatten(1)).Relu()).Relu());

    /// <summary>The guided gradient by hand, with plain loops.</summary>
    public double[] Guided(double[] x, int target)
    {
        static double[] Apply(Linear layer, double[] v) => [.. Enumerable.Range(0, layer.Weight.Shape[0]).Select(o => layer.Bias!.ToArray<double>()[o] + Row(layer, o).Zip(v, (a, b) => a * b).Sum())];
        static double[] Row(Linear layer, int o) => layer.Weight.Detach()[o].ToArray<double>();
        static double[] Back(Linear layer, double[] g) => [.. Enumerable.Range(0, layer.Weight.Shape[1]).Select(i => g.Select((value, o) => value * Row(layer, o)[i]).Sum())];
        double[] a = Apply(first, x), b = Apply(second, [.. a.Select(v => Math.Max(0, v))]);
        double[] g = Row(third, target);
        g = Back(second, [.. g.Zip(b, (value, before) => before > 0 && value > 0 ? value : 0)]);
        return Back(first, [.. g.Zip(a, (value, before) => before > 0 && value > 0 ? value : 0)]);
    }
}
