// Logs through log and log/slog, and panics in a goroutine.
package main

import (
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
	"sync"
	"time"
)

type shelf struct{ items map[string]int }

func (s *shelf) take(item string, wait *sync.WaitGroup) {
	defer wait.Done()
	s.items[item]--
}

func main() {
	switch os.Args[1] {
	case "slog":
		structured(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug})))
	case "json":
		structured(slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true})))
	default:
		plain()
	}
}

func structured(logger *slog.Logger) {
	logger.Info("stock is up", "version", "1.9.0", "shelves", 12)
	for id := 1; id <= 4; id++ {
		request := logger.With("service", "stock", "request_id", fmt.Sprintf("r-%d", 100+id))
		request.Debug("shelf is read", "shelf", id)
		request.Info("item is reserved", "item", "A-17", "count", id, "took", time.Duration(id)*time.Millisecond)
		if id == 3 {
			request.Error("item is not reserved", "err", fmt.Errorf("shelf %d: %w", id, errors.New("out of stock")))
		}
	}
	logger.Warn("shelf is nearly empty", slog.Group("shelf", "id", 7, "left", 2))
}

func plain() {
	log.Println("stock is up")
	log.SetFlags(log.LstdFlags | log.Lmicroseconds | log.Lshortfile)
	for id := 1; id <= 3; id++ {
		log.Printf("shelf %d holds %d items", id, 40*id)
	}
	log.SetPrefix("stock: ")
	log.Println("shelf 4 is not read: permission denied")
	var wait sync.WaitGroup
	wait.Add(1)
	go (&shelf{}).take("A-17", &wait)
	wait.Wait()
}
