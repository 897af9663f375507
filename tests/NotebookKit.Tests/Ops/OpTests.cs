using NotebookKit.Gradients;
using NotebookKit.Ops;

namespace NotebookKit.Tests.Ops;

/// <summary>The checks that every operation passes: forward against its reference, gradient, gradient of the gradient.</summary>
[Collection(nameof(OneAtATime))]
public class OpTests
{
    public static TheoryData<string> Names => [.. OpRegistry.Ops.Select(op => op.Name)];

    [Fact]
    public void Every_operation_has_cases()
    {
        Assert.NotEmpty(OpRegistry.Ops);
        Assert.All(OpRegistry.Ops, op => Assert.True(OpRegistry.CasesOf(op).Count > 0, $"{op.Name} has no cases"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_equals_the_reference_on_every_kernel_variant(string name) => OpRegistry.OnEveryVariant(width =>
    {
        foreach (OpCase check in Cases(name))
        {
            double[][] inputs = OpRegistry.InputsOf(check);
            double[] expected = check.Reference(inputs);
            double[] in64 = check.Run(OpRegistry.Tensors(check, inputs, DType.Float64)).ToArray<double>();
            AssertClose(expected, in64, 1e-12, $"{name} {check.Name} Float64 {width}");
            Tensor in32 = check.Run(OpRegistry.Tensors(check, inputs, DType.Float32));
            Assert.Equal(DType.Float32, in32.DType);
            AssertClose(expected, in32.ToArray<double>(), check.Tolerance, $"{name} {check.Name} Float32 {width}");
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_equals_central_differences(string name)
    {
        foreach (OpCase check in Cases(name))
        {
            GradientCheck.Run($"{name} {check.Name}", check.Run, OpRegistry.Tensors(check, OpRegistry.InputsOf(check), DType.Float64));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_of_the_gradient_equals_central_differences(string name)
    {
        foreach (OpCase check in Cases(name))
        {
            GradientCheck.Run(
                $"{name} {check.Name}, second",
                x =>
                {
                    // With a starting gradient of its own the first derivative is a function like any other.
                    Tensor y = check.Run(x);
                    Tensor start = Tensor.From([.. Enumerable.Range(0, y.Count).Select(i => 1 + (0.5 * Math.Cos(i)))], y.Shape);
                    Tensor[] slopes = Gradient.Of(y, x, createGraph: true, start: start);
                    Tensor sum = Tensor.Scalar(0, DType.Float64);
                    foreach (Tensor slope in slopes)
                    {
                        sum += (slope * slope).Sum();
                    }

                    return sum;
                },
                OpRegistry.Tensors(check, OpRegistry.InputsOf(check), DType.Float64));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Inputs_that_are_views_give_the_same_as_copies(string name)
    {
        foreach (OpCase check in Cases(name))
        {
            double[][] inputs = OpRegistry.InputsOf(check);
            Tensor[] plain = OpRegistry.Tensors(check, inputs, DType.Float64);
            double[] expected = check.Run(plain).ToArray<double>();

            // Up to rounding: a sum over several axes follows the order of memory.
            AssertClose(expected, check.Run([.. plain.Select(Scattered)]).ToArray<double>(), 1e-14, $"{name} {check.Name}, every second number");
            AssertClose(expected, check.Run([.. plain.Select(Turned)]).ToArray<double>(), 1e-14, $"{name} {check.Name}, first axis fastest");

            // One operand turned and the others not: their elements lie in different orders.
            AssertClose(expected, check.Run([.. plain.Select((x, i) => i == 0 ? Turned(x) : x)]).ToArray<double>(), 1e-14, $"{name} {check.Name}, one turned");
        }
    }

    [Fact]
    public void A_wrong_backward_is_found()
    {
        Tensor x = Tensor.From([0.3, -0.7, 1.1]);
        Assert.Throws<Xunit.Sdk.TrueException>(() => GradientCheck.Run("a wrong op", v => WrongSquare.Apply(v[0]), [x]));
    }

    private static IReadOnlyList<OpCase> Cases(string name) => OpRegistry.CasesOf(OpRegistry.Ops.Single(op => op.Name == name));

    // The same numbers without gaps, first axis fastest.
    private static Tensor Turned(Tensor x)
    {
        int[] reverse = [.. Enumerable.Range(0, x.Rank).Reverse()];
        return x.Permute(reverse).Clone().Permute(reverse);
    }

    // The same numbers, two apart in memory and with the axes in reverse order.
    private static Tensor Scattered(Tensor x)
    {
        int[] reverse = [.. Enumerable.Range(0, x.Rank).Reverse()];
        Tensor turned = x.Permute(reverse).Clone().Permute(reverse);
        Tensor pairs = Tensor.Zeros([.. turned.Shape.Span, 2], x.DType);
        using (Gradient.Off())
        {
            pairs += turned.Reshape([.. turned.Shape.Span, 1]);
        }

        AxisIndex[] first = [.. Enumerable.Repeat<AxisIndex>(Range.All, x.Rank), 1];
        return pairs[first];
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            double error = expected[i].Equals(actual[i]) ? 0 : Math.Abs(expected[i] - actual[i]);
            // Relative to the largest element; where that is next to nothing, such as the loss of a single class, to 0.1.
            Assert.True(error <= tolerance * Math.Max(largest, 0.1), $"{what}: element {i} is {actual[i]:R}, expected {expected[i]:R}");
        }
    }

    /// <summary>y = x^2 whose backward forgets the 2.</summary>
    private sealed class WrongSquare : GradientNode
    {
        private readonly Tensor x;

        private WrongSquare(Tensor x)
            : base(x) => this.x = x;

        public static Tensor Apply(Tensor x)
        {
            using IDisposable off = Gradient.Off();
            Tensor y = x * x;
            return x.RequiresGrad ? y.From(new WrongSquare(x)) : y;
        }

        protected override Tensor?[] Backward(Tensor gradient) => [gradient * x];
    }
}
