using NotebookKit.Gradients;

namespace NotebookKit.Tests.Ops;

/// <summary>Compares a gradient with central differences, in float64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;
    private const double Tolerance = 1e-6;

    /// <summary>Checks the gradient of a weighted sum of the outputs for every element of every input.</summary>
    public static void Run(string what, Func<Tensor[], Tensor> run, Tensor[] inputs)
    {
        foreach (Tensor input in inputs)
        {
            input.RequiresGrad = true;
        }

        Tensor y = run(inputs);
        double[] weights = [.. Enumerable.Range(0, y.Count).Select(i => 0.3 + Math.Sin(1.7 * i))];
        if (!y.RequiresGrad)
        {
            // A result that does not depend on its inputs, such as the second derivative of a sum.
            Assert.All(inputs, input => AssertFlat(what, run, inputs, input));
            return;
        }

        Tensor[] gradients = Gradient.Of(y, inputs, start: Tensor.From(weights, y.Shape));
        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(inputs[i].Shape, gradients[i].Shape);
            double[] analytic = gradients[i].ToArray<double>();
            for (int e = 0; e < analytic.Length; e++)
            {
                double numeric = Difference(run, inputs, i, e, weights);
                double error = Math.Abs(numeric - analytic[e]) / Math.Max(1, Math.Max(Math.Abs(numeric), Math.Abs(analytic[e])));
                Assert.True(error < Tolerance, $"{what}: input {i} element {e}: gradient {analytic[e]:R}, by differences {numeric:R}");
            }
        }
    }

    private static void AssertFlat(string what, Func<Tensor[], Tensor> run, Tensor[] inputs, Tensor input)
    {
        for (int e = 0; e < input.Count; e++)
        {
            double[] weights = [.. Enumerable.Repeat(1.0, run(inputs).Count)];
            Assert.True(Math.Abs(Difference(run, inputs, Array.IndexOf(inputs, input), e, weights)) < Tolerance, $"{what}: it depends on its input but has no gradient");
        }
    }

    private static double Difference(Func<Tensor[], Tensor> run, Tensor[] inputs, int which, int element, double[] weights)
    {
        double Value(double shift)
        {
            double[] values = inputs[which].ToArray<double>();
            values[element] += shift;
            Tensor[] moved = [.. inputs.Select(x => x.Detach())];
            moved[which] = Tensor.From(values, inputs[which].Shape);
            foreach (Tensor x in moved)
            {
                x.RequiresGrad = true;
            }

            double[] y = run(moved).ToArray<double>();
            return y.Zip(weights, (a, b) => a * b).Sum();
        }

        return (Value(Step) - Value(-Step)) / (2 * Step);
    }
}
