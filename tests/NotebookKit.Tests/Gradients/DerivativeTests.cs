using NotebookKit.Gradients;
using NotebookKit.Losses;

namespace NotebookKit.Tests.Gradients;

/// <summary>Jacobians, Hessians, their products with vectors, and the check by differences.</summary>
public class DerivativeTests
{
    private static readonly Tensor Point = Tensor.From([0.5, -1.2, 2.0]);

    [Fact]
    public void The_jacobian_has_a_row_for_each_output_and_a_column_for_each_input()
    {
        // f = (x y, sin z, x + z^2): rows (y, x, 0), (0, 0, cos z), (1, 0, 2 z).
        Tensor jacobian = Gradient.Jacobian(
            x => Tensor.Concat([x[0..1] * x[1..2], x[2..3].Sin(), x[0..1] + x[2..3].Square()]), Point);
        Assert.Equal(new Shape(3, 3), jacobian.Shape);
        AssertClose([-1.2, 0.5, 0, 0, 0, Math.Cos(2), 1, 0, 4], jacobian, 1e-14);
    }

    [Fact]
    public void The_jacobian_of_a_linear_map_is_its_matrix()
    {
        Tensor w = Tensor.Normal([2, 3], dtype: DType.Float64, rng: new Rng(1));
        AssertClose(w.ToArray<double>(), Gradient.Jacobian(x => w.MatMul(x.Unsqueeze(1)).Squeeze(1), Point), 1e-15);

        // Each row of a batch depends on its own row only.
        Tensor jacobian = Gradient.Jacobian(x => x.Linear(w), Tensor.Ones([4, 3], DType.Float64));
        Assert.Equal(new Shape(4, 2, 4, 3), jacobian.Shape);
        AssertClose(w.ToArray<double>(), jacobian[1, .., 1], 1e-15);
        AssertClose(new double[6], jacobian[1, .., 2], 0);
    }

    [Fact]
    public void The_jacobian_of_several_inputs_has_a_part_for_each()
    {
        Tensor[] parts = Gradient.Jacobian(x => x[0] * x[1], [Point, Tensor.From([3.0, 4, 5])]);
        AssertClose([3, 0, 0, 0, 4, 0, 0, 0, 5], parts[0], 0);
        AssertClose([0.5, 0, 0, 0, -1.2, 0, 0, 0, 2], parts[1], 0);
    }

    [Fact]
    public void A_jacobian_with_its_graph_can_be_trained_on()
    {
        Tensor x = new Parameter(Point);
        Tensor size = Gradient.Jacobian(v => v.Square() * v, x, createGraph: true).Square().Sum();
        size.Backward();

        // sum (3 x^2)^2, whose slope is 36 x^3.
        AssertClose([.. Point.ToArray<double>().Select(v => 36 * v * v * v)], x.Grad!, 1e-12);
    }

    [Fact]
    public void The_hessian_of_a_quadratic_form_is_its_matrix()
    {
        Tensor a = Tensor.From(new double[,] { { 2, 1, 0 }, { 1, 3, -1 }, { 0, -1, 4 } });
        Tensor Form(Tensor x) => (x * a.MatMul(x.Unsqueeze(1)).Squeeze(1)).Sum() / 2;
        AssertClose(a.ToArray<double>(), Gradient.Hessian(Form, Point), 1e-14);
        Tensor x = new Parameter(Point);
        AssertClose(a.ToArray<double>(), Gradient.Hessian(Form(x), x), 1e-14);
        Assert.Null(x.Grad);

        Tensor v = Tensor.From([1.0, -2, 0.5]);
        AssertClose([0, -5.5, 4], Gradient.HessianVectorProduct(Form, Point, v), 1e-14);
        AssertClose([0, -5.5, 4], Gradient.HessianVectorProduct(Form(x), [x], [v])[0], 1e-14);
    }

    [Fact]
    public void Second_derivatives_go_through_several_inputs_and_the_fused_loss()
    {
        Rng rng = new(3);
        Tensor data = Tensor.Normal([5, 3], rng: rng, dtype: DType.Float64);
        Tensor labels = Tensor.From([0L, 1, 2, 0, 1]);
        Tensor w = new Parameter(Tensor.Normal([3, 3], rng: rng, dtype: DType.Float64));
        Tensor b = new Parameter(Tensor.Normal([3], rng: rng, dtype: DType.Float64));
        Tensor[] v = [Tensor.Normal([3, 3], rng: rng, dtype: DType.Float64), Tensor.Normal([3], rng: rng, dtype: DType.Float64)];
        Tensor[] product = Gradient.HessianVectorProduct(data.Linear(w, b).CrossEntropy(labels), [w, b], v);

        // The slope of the gradient along v, by differences.
        double[] Slope(double by)
        {
            Tensor[] moved = [new Parameter(w.Detach() + (by * v[0])), new Parameter(b.Detach() + (by * v[1]))];
            return [.. Gradient.Of(data.Linear(moved[0], moved[1]).CrossEntropy(labels), moved).SelectMany(g => g.ToArray<double>())];
        }

        double[] expected = [.. Slope(1e-5).Zip(Slope(-1e-5), (above, below) => (above - below) / 2e-5)];
        AssertClose(expected, Tensor.Concat([product[0].Flatten(), product[1]]), 1e-8);
    }

    [Fact]
    public void Products_with_a_vector_equal_those_with_the_whole_jacobian()
    {
        Tensor w = Tensor.Normal([4, 3], dtype: DType.Float64, rng: new Rng(2));
        Tensor F(Tensor x) => w.MatMul(x.Tanh().Unsqueeze(1)).Squeeze(1).Softmax();
        Tensor jacobian = Gradient.Jacobian(F, Point);
        Tensor forward = Tensor.From([0.3, -0.7, 1.1]);
        Tensor backward = Tensor.From([1.0, -1, 0.5, 2]);
        AssertClose(jacobian.MatMul(forward.Unsqueeze(1)).ToArray<double>(), Gradient.JacobianVectorProduct(F, Point, forward), 1e-14);
        AssertClose(backward.Unsqueeze(0).MatMul(jacobian).ToArray<double>(), Gradient.VectorJacobianProduct(F, Point, backward), 1e-14);
    }

    [Fact]
    public void A_function_that_does_not_depend_on_its_input_has_derivatives_of_zero()
    {
        Tensor constant = Tensor.From([1.0, 2]);
        AssertClose(new double[6], Gradient.Jacobian(_ => constant, Point), 0);
        AssertClose(new double[2], Gradient.JacobianVectorProduct(_ => constant, Point, Point), 0);
        AssertClose(new double[3], Gradient.VectorJacobianProduct(_ => constant, Point, constant), 0);
        AssertClose(new double[9], Gradient.Hessian(x => x.Sum(), Point), 0);
        AssertClose(new double[3], Gradient.HessianVectorProduct(x => x.Sum(), Point, Point), 0);
    }

    [Fact]
    public void The_inputs_of_a_derivative_stay_as_they_are()
    {
        Tensor x = Tensor.From([1.0, 2]);
        using (Gradient.Off())
        {
            AssertClose([2, 0, 0, 2], Gradient.Hessian(v => v.Square().Sum(), x), 0);
        }

        Assert.False(x.RequiresGrad);
        Assert.Null(x.Grad);
    }

    [Fact]
    public void The_check_finds_a_right_gradient_right_and_says_where_a_wrong_one_is()
    {
        GradientReport right = Gradient.Check(x => Loss.HalfSquaredError(x.Tanh(), Tensor.Ones([3], DType.Float64)), Point);
        Assert.True(right.IsRight, right.ToString());
        Assert.StartsWith("right", right.ToString(), StringComparison.Ordinal);

        // The second number is cut from its history: its slope is missing.
        GradientReport wrong = Gradient.Check(inputs => (inputs[0] + Tensor.Concat([inputs[1][0..1], inputs[1][1..2].Detach()])).Square(), [Tensor.From([1.0, 2]), Tensor.From([3.0, 4])]);
        Assert.False(wrong.IsRight);
        Assert.Equal(1, wrong.Input);
        Assert.Equal([1], wrong.Place);
        Assert.Equal(0, wrong.Gradient);
        Assert.Contains("WRONG", wrong.ToString(), StringComparison.Ordinal);
        Assert.Contains("[1] of input 1", wrong.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_check_works_for_float32_inputs_and_for_second_derivatives()
    {
        Assert.True(Gradient.Check(x => x.Sigmoid(), Tensor.From([0.5f, 3])).IsRight);
        Assert.True(Gradient.Check(x => Gradient.Of(x.Sigmoid().Sum(), x, createGraph: true), Point).IsRight);
        Assert.False(Gradient.Check(x => x.Log(), Tensor.From([-1.0])).IsRight);
    }

    [Fact]
    public void Misuses_are_explained()
    {
        Tensor labels = Tensor.From([1L, 2]);
        (Func<object> Run, string[] Says)[] misuses =
        [
            (() => Gradient.Jacobian(x => x, labels), ["Jacobian", "[2]", "Int64"]),
            (() => Gradient.Hessian(x => x, Point), ["Hessian", "[3]", "Sum()", "Jacobian"]),
            (() => Gradient.Hessian(x => x, labels), ["Hessian", "Int64"]),
            (() => Gradient.HessianVectorProduct(x => x, Point, Point), ["HessianVectorProduct", "[3]"]),
            (() => Gradient.HessianVectorProduct(x => x.Sum(), Point, Tensor.Zeros([2], DType.Float64)), ["HessianVectorProduct", "[3]", "[2]"]),
            (() => Gradient.HessianVectorProduct(Point, [Point], []), ["HessianVectorProduct", "1 inputs", "0 directions"]),
            (() => Gradient.JacobianVectorProduct(x => x.Sum(), Point, Tensor.Zeros([2], DType.Float64)), ["JacobianVectorProduct", "[3]", "[2]"]),
            (() => Gradient.VectorJacobianProduct(x => x, Point, Tensor.Zeros([2], DType.Float64)), ["VectorJacobianProduct", "[3]", "[2]"]),
            (() => Gradient.Check(x => x.Sum(), labels), ["Check", "Int64"]),
            (() => Gradient.Check(x => x[0].Sum(), [Point], step: 0), ["Check", "step"]),
        ];
        Assert.All(misuses, misuse =>
        {
            ArgumentException e = Assert.ThrowsAny<ArgumentException>(misuse.Run);
            Assert.All(misuse.Says, part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
        });
    }

    private static void AssertClose(double[] expected, Tensor actual, double tolerance)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"element {i} is {values[i]:R}, expected {expected[i]:R}");
        }
    }
}
