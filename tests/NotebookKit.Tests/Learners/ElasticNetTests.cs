using NotebookKit.Learners;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Learners;

public class ElasticNetTests
{
    private static readonly GoldenFile Golden = new("elasticnet.npz");

    private static (Tensor X, Tensor Z) Data => (Golden.Stored("x"), Golden.Stored("z"));

    [Theory]
    [InlineData("lasso")]
    [InlineData("strong")]
    [InlineData("net")]
    [InlineData("free")]
    [InlineData("ridge")]
    public void Weights_and_constant_equal_those_of_scikit_learn(string name)
    {
        double[] wanted = Golden.Stored(name).ToArray<double>();
        (Tensor x, Tensor z) = Data;
        ElasticNet net = new ElasticNet(wanted[13], wanted[14]) { Intercept = name != "free" }.Fit(x, z);
        double[] w = net.Weights.ToArray<double>();
        for (int j = 0; j < 12; j++)
        {
            Assert.Equal(wanted[j], w[j], 1e-8);
            Assert.Equal(wanted[j] == 0, w[j] == 0);
        }

        Assert.Equal(wanted[12], net.Constant.Item(), 1e-8);
    }

    [Fact]
    [Trait("System", "SSL-LASSO")]
    public void It_makes_exact_zeros_and_without_l1_it_is_ridge_regression()
    {
        (Tensor x, Tensor z) = Data;
        ElasticNet lasso = new ElasticNet(0.3).Fit(x, z);
        double[] w = lasso.Weights.ToArray<double>();
        Assert.True(lasso.Zeros >= 8, $"{lasso}");

        // The conditions of the minimum: the slope is l1 sign(w) where w is not 0, and within l1 where it is.
        double[] slope = x.Transpose().MatMul((z.Unsqueeze(1) - lasso.Predict(x)) / 60.0).ToArray<double>();
        Assert.All(slope.Zip(w), pair =>
        {
            if (pair.Second == 0)
            {
                Assert.True(Math.Abs(pair.First) <= 0.3 + 1e-9);
            }
            else
            {
                Assert.Equal(0.3 * Math.Sign(pair.Second), pair.First, 1e-8);
            }
        });

        // Ridge in closed form, on centred numbers: (X'X / N + l2 I) w = X'z / N.
        ElasticNet ridge = new ElasticNet(0, 0.3).Fit(x, z);
        Tensor centred = x - x.Mean(0, keepDim: true);
        Tensor closed = ((centred.Transpose().MatMul(centred) / 60.0) + (Tensor.Eye(12, dtype: DType.Float64) * 0.3)).Solve(centred.Transpose().MatMul(z.Unsqueeze(1)) / 60.0);
        Assert.All(closed.ToArray<double>().Zip(ridge.Weights.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
        Assert.Equal(0, ridge.Zeros);
    }

    [Fact]
    public void Several_targets_are_solved_one_by_one()
    {
        (Tensor x, Tensor z) = Data;
        ElasticNet both = new ElasticNet(0.1, 0.1).Fit(x, Tensor.Stack([z, -z * 2], 1));
        double[] one = new ElasticNet(0.1, 0.1).Fit(x, z).Weights.ToArray<double>();
        Assert.Equal(one, both.Weights[.., 0].ToArray<double>());
        Assert.Equal(new Shape(60, 2), both.Predict(x).Shape);
        Assert.Equal(12, new ElasticNet(1e6).Fit(x, z).Zeros);
    }

    [Fact]
    public void A_misuse_is_named()
    {
        (Tensor x, Tensor z) = Data;
        Assert.StartsWith("ElasticNet", Assert.ThrowsAny<ArgumentException>(() => new ElasticNet(-1)).Message, StringComparison.Ordinal);
        Assert.Contains("[3]", Assert.ThrowsAny<ArgumentException>(() => new ElasticNet().Fit(x, Tensor.Ones([3]))).Message, StringComparison.Ordinal);
        Assert.StartsWith("ElasticNet", Assert.ThrowsAny<ArgumentException>(() => new ElasticNet().Fit(x * double.NaN, z)).Message, StringComparison.Ordinal);
        Assert.StartsWith("ElasticNet", Assert.ThrowsAny<ArgumentException>(() => new ElasticNet().Predict(x)).Message, StringComparison.Ordinal);
    }
}
