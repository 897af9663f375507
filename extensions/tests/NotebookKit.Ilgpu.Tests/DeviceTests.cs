using NotebookKit.Memory;
using KitDevice = NotebookKit.Devices.Device;

namespace NotebookKit.Ilgpu.Tests;

/// <summary>The device itself: what crosses between the memories, what its memory does, and what it says when something is wrong.</summary>
[Collection(nameof(SimulatedGpu))]
public sealed class DeviceTests(SimulatedGpu simulated)
{
    private GpuDevice Device => simulated.Device;

    [Fact]
    public void Bringing_a_tensor_there_and_back_is_one_upload_and_one_download_of_its_bytes()
    {
        GpuTransfers before = Device.Transfers;
        Tensor x = Tensor.From([1f, 2f, 3f]).To(Device);
        Assert.Equal(new GpuTransfers(1, 12, 0, 0), Device.Transfers - before);
        Assert.Equal([2f, 4f, 6f], (x * 2).ToArray<float>());
        Assert.Equal(new GpuTransfers(1, 12, 1, 12), Device.Transfers - before);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    [InlineData(DType.Int64)]
    [InlineData(DType.UInt8)]
    [InlineData(DType.Bool)]
    public void Every_kind_of_number_survives_the_way_there_and_back(DType dtype)
    {
        Tensor x = Tensor.From([0.0, 1.0, 200.0, 1.0]).To(dtype).Reshape(2, 2);
        Assert.Equal(x.ToArray<double>(), x.To(Device).To(KitDevice.Cpu).ToArray<double>());
        Assert.Equal(x.Transpose().ToArray<double>(), x.To(Device).Transpose().ToArray<double>());
        Assert.Equal($"{x}", $"{x.To(Device)}");
    }

    [Fact]
    public async Task Numbers_cross_whole_while_the_garbage_collector_moves_what_lives_on_the_processor()
    {
        using CancellationTokenSource end = new();
        Task collector = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                GC.Collect(1, GCCollectionMode.Forced, blocking: true, compacting: true);
            }
        });
        try
        {
            // When what is copied was not held in place, one crossing in some thousands went elsewhere or ended the process.
            int enough = GC.CollectionCount(1) + 800;
            for (int round = 0; GC.CollectionCount(1) < enough; round++)
            {
                float[] numbers = [.. Enumerable.Range(round, 1 + (round % 97)).Select(i => i + 0.5f)];
                Assert.Equal(numbers, Tensor.From(numbers).To(Device).ToArray<float>());
            }
        }
        finally
        {
            await end.CancelAsync();
            await collector;
        }
    }

    [Fact]
    public void Labels_that_were_sent_are_looked_at_without_bringing_them_back_until_they_change()
    {
        Tensor labels = Tensor.From([0L, 2L, 1L]).To(Device);
        GpuTransfers before = Device.Transfers;
        Assert.Equal([2L, 1L], labels[1..].ToArray<long>());
        Assert.Equal(default, Device.Transfers - before);
        labels.Fill(1);
        Assert.Equal([1L, 1L, 1L], labels.ToArray<long>());
        Assert.Equal(1, (Device.Transfers - before).Downloads);
    }

    [Fact]
    public void A_label_outside_the_classes_is_refused_as_on_the_processor()
    {
        Tensor scores = Tensor.Zeros([2, 3]);
        Tensor labels = Tensor.From([0L, 3L]);
        string expected = Assert.Throws<ArgumentException>(() => scores.CrossEntropy(labels)).Message;
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => scores.To(Device).CrossEntropy(labels.To(Device))).Message);
    }

    [Fact]
    public void Steps_inside_a_scope_use_the_memory_of_the_step_before()
    {
        using GpuDevice own = Gpu.Simulated();
        Tensor x = Tensor.Ones([64, 64]).To(own);
        Step();
        long held = own.HeldBytes;
        long waiting = own.Memory.Waiting;
        Step();
        Step();
        Assert.Equal(held, own.HeldBytes);
        Assert.Equal(waiting, own.Memory.Waiting);
        own.FreeUnused();
        Assert.Equal(held - waiting, own.HeldBytes);

        void Step()
        {
            using BufferScope scope = new();
            _ = ((x * 2) + 1).Sum();
        }
    }

    [Fact]
    public void A_tensor_of_an_ended_scope_says_so()
    {
        Tensor x;
        using (new BufferScope())
        {
            x = Tensor.Ones([8]).To(Device) + 1;
        }

        Assert.Contains("call Keep()", Assert.Throws<ObjectDisposedException>(() => x + 1).Message, StringComparison.Ordinal);
        Assert.Contains("call Keep()", Assert.Throws<ObjectDisposedException>(() => x.ToArray<float>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_holds_any_more_makes_room_before_the_memory_is_called_full()
    {
        using GpuDevice own = Gpu.Simulated();
        own.MemoryLimit = 1 << 16;
        for (int i = 0; i < 40; i++)
        {
            // 16 KB each, let go at once.
            Assert.Equal(1, (Tensor.Zeros([4 * 1024]).To(own) + 1)[0].Item());
        }

        Assert.True(own.HeldBytes <= own.MemoryLimit);
    }

    [Fact]
    public void A_full_memory_says_how_much_was_asked_for_and_what_to_do()
    {
        using GpuDevice own = Gpu.Simulated();
        own.MemoryLimit = 1 << 20;
        Tensor zeros = Tensor.Zeros([1 << 20]);
        string message = Assert.Throws<InvalidOperationException>(() => zeros.To(own)).Message;
        Assert.Contains("no room for 4,194,304 more bytes", message, StringComparison.Ordinal);
        Assert.Contains("of 1,048,576", message, StringComparison.Ordinal);
        Assert.Contains("smaller batches", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_processor_cannot_look_into_the_memory_of_the_card()
    {
        Tensor x = Tensor.Ones([3]).To(Device);
        string message = Assert.Throws<InvalidOperationException>(() => x.AsSpan<float>().Length).Message;
        Assert.Contains("lives on simulated gpu", message, StringComparison.Ordinal);
        Assert.Contains("To(Device.Cpu)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operands_on_two_devices_are_refused()
    {
        Tensor here = Tensor.Ones([3]);
        Assert.Contains("cpu and simulated gpu", Assert.Throws<ArgumentException>(() => here + here.To(Device)).Message, StringComparison.Ordinal);
        using GpuDevice other = Gpu.Simulated();
        Tensor there = here.To(other);
        Assert.Contains("bring it over", Assert.Throws<InvalidOperationException>(() => Device.Launcher.Each(1, new Works.FillWork<float>(Device.View<float>(there), 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_one_card_to_another_goes_by_way_of_the_processor()
    {
        using GpuDevice other = Gpu.Simulated();
        Assert.Equal([1f, 4f], (Tensor.From([1f, 2f]).To(Device) * Tensor.From([1f, 2f]).To(Device)).To(other).ToArray<float>());
    }

    [Fact]
    public void A_closed_device_says_so()
    {
        GpuDevice own = Gpu.Simulated();
        own.Dispose();
        own.Dispose();
        Tensor x = Tensor.Ones([3]);
        Assert.Throws<ObjectDisposedException>(() => x.To(own));
    }

    [Fact]
    public void Weights_begin_on_the_card_inside_its_home_with_the_processor_s_numbers()
    {
        double[] expected = First(KitDevice.Cpu);
        Close.Assert(expected, First(Device), 1e-6, "weights");

        static double[] First(KitDevice device)
        {
            using IDisposable home = device.MakeHome();
            using IDisposable chances = Rng.Seeded(4);
            Layers.Linear layer = new(3, 2);
            Assert.Same(device, layer.Weight.Device);
            return layer.Weight.ToArray<double>();
        }
    }

    [Fact]
    public void It_says_what_it_is()
    {
        Assert.Equal("simulated gpu", $"{Device}");
        Assert.True(Device.IsSimulated);
        Assert.False(Device.HasBlas);
        Assert.Equal("1 uploads of 12 bytes, 0 downloads of 0 bytes", $"{new GpuTransfers(1, 12, 0, 0)}");
    }
}
