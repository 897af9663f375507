using NotebookKit.Files;
using NotebookKit.Layers;
using NotebookKit.Tests.Files;

namespace NotebookKit.Tests.Layers;

/// <summary>Models as files: all or nothing, both ways.</summary>
public class ModelFileTests
{
    private static Sequential Model(long seed) => new(new Linear(4, 3, rng: new Rng(seed)), new BatchNorm1d(3), new ReLU());

    private static byte[] Bits(Module model) => [.. model.State().Values.SelectMany(tensor => tensor.To(DType.Float64).ToArray<double>()).SelectMany(BitConverter.GetBytes)];

    [Fact]
    public void A_saved_model_is_loaded_bit_by_bit_with_its_buffers()
    {
        using TempFolder folder = new();
        Sequential model = Model(1);
        model.Forward(Tensor.Normal([8, 4], 2, 3, new Rng(2)));
        string path = folder.At("new", "model.safetensors");
        model.Save(path);
        Sequential other = Model(9);
        Assert.NotEqual(Bits(model), Bits(other));
        other.Load(path);
        Assert.Equal(Bits(model), Bits(other));
        Assert.Equal([path], Directory.GetFiles(folder.At("new")));
        Assert.Equal("Sequential", StateDictionary.Read(path).Metadata["model"]);
        Assert.Equal(model.State().Keys.Order(), StateDictionary.Read(path).Keys.Order());
    }

    [Fact]
    public void A_file_that_does_not_fit_changes_nothing_and_lists_why()
    {
        using TempFolder folder = new();
        Sequential model = Model(1);
        byte[] before = Bits(model);
        string path = folder.At("m.safetensors");
        new Sequential(new Linear(4, 2), new BatchNorm1d(3), new Linear(3, 3)).Save(path);
        string message = Assert.Throws<InvalidDataException>(() => model.Load(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains("unexpected: 2.", message, StringComparison.Ordinal);
        Assert.Contains("0.weight is [3, 4] of Float32 and the state has [2, 4] of Float32", message, StringComparison.Ordinal);
        Assert.Equal(before, Bits(model));
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_named_with_their_place_in_the_file()
    {
        using TempFolder folder = new();
        Linear model = new(2, 2);
        model.Weight.Set(Tensor.From([1f, 2, float.NaN, 4], [2, 2]));
        string path = folder.At("m.safetensors");
        model.Save(path);
        Linear other = new(2, 2);
        float[] before = other.Weight.ToArray<float>();
        string message = Assert.Throws<InvalidDataException>(() => other.Load(path)).Message;
        long offset = SafeTensorsFile.Read(path).Tensors["weight"].Offset + 8;
        Assert.Contains($"{path}, byte {offset:N0}: tensor weight holds NaN at place 2 of 4", message, StringComparison.Ordinal);
        Assert.Equal(before, other.Weight.ToArray<float>());
        other.Load(path, allowNaN: true);
        Assert.True(float.IsNaN(other.Weight.ToArray<float>()[2]));
    }

    [Fact]
    public void A_file_cut_short_or_changed_loads_nothing()
    {
        using TempFolder folder = new();
        Sequential model = Model(1);
        string path = folder.At("m.safetensors");
        Model(2).Save(path);
        byte[] file = File.ReadAllBytes(path);
        byte[] before = Bits(model);
        Random random = new(3);
        for (int round = 0; round < 200; round++)
        {
            byte[] bad = round % 2 == 0 ? file[..random.Next(file.Length)] : [.. file];
            if (round % 2 == 1)
            {
                bad[random.Next(file.Length)] ^= (byte)random.Next(1, 256);
            }

            File.WriteAllBytes(path, bad);
            Exception? e = Record.Exception(() => model.Load(path));
            Assert.True(e is InvalidDataException || (e is null && !StateDictionary.Read(path).Metadata.ContainsKey("sha256")), e?.ToString());
            if (e is not null)
            {
                Assert.Equal(before, Bits(model));
            }
            else
            {
                before = Bits(model);
            }
        }
    }

    [Fact]
    public void Writing_that_fails_leaves_the_old_file_and_nothing_else()
    {
        using TempFolder folder = new();
        string path = folder.Write([1, 2, 3], "m.safetensors");
        Assert.Throws<IOException>(() => AtomicFile.Write(path, file =>
        {
            file.WriteByte(7);
            throw new IOException("full");
        }));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
        File.WriteAllBytes(path + ".0123.tmp", [1]);
        AtomicFile.Sweep(folder.Path, "m*");
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }
}
