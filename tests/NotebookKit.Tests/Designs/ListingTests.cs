using NotebookKit.Designs;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Designs;

/// <summary>Networks as text: the lecture's listing, and what is no listing.</summary>
public class ListingTests
{
    private const string Slide = """
        layers {
          bottom: "conv1"
          top: "conv1"
          name: "relu0"
          type: RELU
        }
        layers {
          bottom: "conv1"
          top: "cccp1"
          name: "cccp1"
          type: CONVOLUTION
          blobs_lr: 1
          blobs_lr: 2
          convolution_param {
            num_output: 96
            kernel_size: 1
            stride: 1
          }
        }
        """;

    [Fact]
    [Trait("System", "RL-SPEC")]
    [Trait("Golden", "G-LAYERSPEC")]
    public void The_lectures_listing_is_a_relu_and_a_convolution_of_one_by_one_and_comes_back_the_same()
    {
        LayerListing listing = LayerListing.Parse(Slide);
        Assert.Equal(["relu0", "cccp1"], listing.Layers.Select(layer => layer.Name));
        ListedLayer convolution = listing.Layers[1];
        Assert.Equal(("CONVOLUTION", 96, 1, 1), (convolution.Type, convolution.Number("num_output"), convolution.Number("kernel_size"), convolution.Number("stride")));
        Assert.Equal([1.0, 2.0], convolution.Rates);
        Assert.Equal(["conv1"], convolution.Bottoms);
        Assert.Equal(Slide.ReplaceLineEndings("\n"), listing.ToString());
        Assert.Equal(listing.ToString(), LayerListing.Parse(listing.ToString()).ToString());

        Sequential network = listing.Build(64, new Rng(1));
        Assert.Equal((64 * 96) + 96, network.ParameterCount);
        Tensor x = Tensor.Normal([2, 64, 5, 5], rng: new Rng(2));
        Conv2d layer = (Conv2d)network["cccp1"];
        Assert.Equal(x.Relu().Conv2d(layer.Weight, layer.Bias).ToArray<float>(), network.Forward(x).ToArray<float>());
    }

    [Fact]
    public void Pooling_padding_remarks_and_any_spacing_are_read()
    {
        Sequential network = LayerListing.Parse("""
            layers { name: "c" type: CONVOLUTION bottom: "data" top: "c" convolution_param { num_output: 4 kernel_size: 3 pad: 1 } } # a remark { }
            layers{name:"p" type:POOLING bottom:"c" top:"p" pooling_param{pool: MAX kernel_size: 2 stride: 2}}
            layers { name: "a" type: POOLING bottom: "p" top: "a" pooling_param { pool: AVE kernel_size: 2 stride: 2 } }
            """).Build(1, new Rng(1));
        Assert.Equal(new Shape(1, 4, 2, 2), network.Forward(Tensor.Zeros([1, 1, 8, 8])).Shape);
        Assert.IsType<AvgPool2d>(network["a"]);
    }

    [Theory]
    [InlineData("layer { }", "line 1: expected \"layers\"")]
    [InlineData("layers {\n name: \"a\"", "line 2: the text ends")]
    [InlineData("layers {\n name: \"a\n}", "line 2: a quotation mark")]
    [InlineData("layers {\n name: \"a\"\n}", "line 1: the block of layers that begins here has no type")]
    [InlineData("layers {\n name: \"a\"\n type: RELU\n colour: red\n}", "line 4: a layer has")]
    [InlineData("layers {\n name: \"a\"\n name: \"b\"\n}", "line 3")]
    [InlineData("layers { name: \"a\" type: RELU\n convolution_param { stride: 1 } }", "layer a is of type RELU and has the settings convolution_param")]
    [InlineData("layers { name: \"a\" type: RELU\n blobs_lr: fast }", "line 2: blobs_lr")]
    [InlineData("layers { name: a type: RELU }", "line 1: a name in quotation marks")]
    [InlineData("layers { name: \"a\" type: { }", "line 1: a plain word")]
    public void What_is_no_listing_is_refused_with_its_line(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => LayerListing.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Layers_that_cannot_be_built_are_named()
    {
        static string Refused(string text) => Assert.Throws<FormatException>(() => LayerListing.Parse(text).Build(1)).Message;
        Assert.Contains("layer a: CONVOLUTION needs num_output", Refused("layers { name: \"a\" type: CONVOLUTION bottom: \"x\" top: \"a\" }"), StringComparison.Ordinal);
        Assert.Contains("LRN is not built", Refused("layers { name: \"a\" type: LRN bottom: \"x\" top: \"a\" }"), StringComparison.Ordinal);
        Assert.Contains("takes z", Refused("layers { name: \"a\" type: RELU bottom: \"x\" top: \"y\" } layers { name: \"b\" type: RELU bottom: \"z\" top: \"z\" }"), StringComparison.Ordinal);
        Assert.Contains("whole number", Refused("layers { name: \"a\" type: CONVOLUTION bottom: \"x\" top: \"a\" convolution_param { num_output: many kernel_size: 1 } }"), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_listings_give_a_clear_error_or_a_listing()
    {
        Rng rng = new(7);
        for (int trial = 0; trial < 3000; trial++)
        {
            char[] text = Slide.ToCharArray();
            for (int change = 0; change <= rng.Next(3); change++)
            {
                text[rng.Next(text.Length)] = "{}:\"# \nax1"[rng.Next(10)];
            }

            string damaged = new(text, 0, 1 + rng.Next(text.Length));
            try
            {
                string again = LayerListing.Parse(damaged).ToString();
                Assert.Equal(again, LayerListing.Parse(again).ToString());
            }
            catch (FormatException clear)
            {
                Assert.Matches("^line [0-9]+: ", clear.Message);
            }
        }
    }
}
