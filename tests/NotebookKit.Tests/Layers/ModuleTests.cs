using NotebookKit.Layers;

namespace NotebookKit.Tests.Layers;

public class ModuleTests
{
    [Fact]
    public void Parameters_are_found_in_fields_properties_and_lists_and_named_as_in_PyTorch()
    {
        Sequential model = new(new Flatten(), new Linear(784, 128), new ReLU(), new Linear(128, 10));
        Assert.Equal(["1.weight", "1.bias", "3.weight", "3.bias"], model.NamedParameters().Select(p => p.Name));
        Assert.Equal(101_770, model.ParameterCount);
        Assert.Equal(["scale", "blocks.0.weight", "blocks.1.weight", "head.weight", "head.bias"], new Handmade().NamedParameters().Select(p => p.Name));
    }

    [Fact]
    [Trait("System", "CRS-S4QUIZ")]
    [Trait("Golden", "G-S4Q")]
    public void A_net_of_3_25_and_12_neurons_learns_412_numbers_of_which_375_are_weights()
    {
        Sequential model = new(new Linear(3, 25), new Linear(25, 12));
        Assert.Equal(412, model.ParameterCount);
        Assert.Equal(375, model.NamedParameters().Where(p => p.Name.EndsWith("weight", StringComparison.Ordinal)).Sum(p => p.Parameter.Count));
    }

    [Fact]
    public void A_linear_layer_begins_within_one_over_the_root_of_its_inputs()
    {
        Linear layer = new(400, 30, rng: new Rng(1));
        Assert.All(layer.Weight.ToArray<float>(), w => Assert.InRange(w, -0.05f, 0.05f));
        Assert.InRange(layer.Weight.ToArray<float>().Max(), 0.049f, 0.05f);
        Assert.Equal(layer.Weight.ToArray<float>(), new Linear(400, 30, rng: new Rng(1)).Weight.ToArray<float>());
    }

    [Fact]
    public void A_layer_that_does_not_fit_is_named()
    {
        Sequential model = new(new Flatten(), new Linear(100, 5));
        ArgumentException e = Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Zeros([2, 1, 28, 28])));
        Assert.StartsWith("Layer 1, Linear(100, 5): Linear:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_mode_reaches_the_children_and_Predict_puts_it_back()
    {
        Sequential model = new(new ReLU());
        model.IsTraining = true;
        Assert.True(model[0].IsTraining);
        Assert.Null(model.Predict(new Parameter(Tensor.Ones([1]))).History);
        Assert.True(model[0].IsTraining);
        model.IsTraining = false;
        Assert.False(model[0].IsTraining);
    }

    private sealed class Handmade : Module
    {
        private readonly Parameter scale = new(Tensor.Ones([1]));
        private readonly Module[] blocks = [new Linear(2, 2, bias: false), new Linear(2, 2, bias: false)];

        public Linear Head { get; } = new(2, 2);

        public override Tensor Forward(Tensor input) => blocks.Aggregate(Head.Forward(input) * scale, (x, block) => block.Forward(x));
    }
}
